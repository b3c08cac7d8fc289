import { lagOfLatency } from '../comparison/lane.ts';
import { latenessOf, timingsOf } from '../comparison/lateness.ts';
import type { Observations } from '../comparison/observations.ts';
import { type LatencySpread, latencyShares } from '../core/latency-spread.ts';
import type { ArmName } from '../core/trial.ts';
import { quantiles } from '../statistics/quantile.ts';

/** Of every arm and model with an answer that was timed. */
export function latencySpreads(
  observations: Observations,
  models: readonly string[],
  arms: readonly ArmName[],
): LatencySpread[] {
  return models.flatMap((model) =>
    arms.flatMap((arm) => {
      const read = (metric: string) => observations.series(arm, model, metric);
      const { latencies, lags } = timingsOf(
        read('latency'),
        read(lagOfLatency),
        observations.caseIndexes(null),
      );
      const late = lags.every(Number.isNaN) ? null : latenessOf(latencies, lags);
      const ms = quantiles(latencies, latencyShares);
      return ms.length === 0 ? [] : [{ model, arm, answers: latencies.length, ms, ...(late && { late }) }];
    }),
  );
}
