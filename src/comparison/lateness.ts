import { isLate, type Lateness } from '../core/lateness.ts';
import type { ModelPairing } from '../core/trial.ts';
import { quantile } from '../statistics/quantile.ts';
import { lagOfLatency, type Observations } from './observations.ts';
import { type CaseValues, type PairedValues, pairValues, type Values } from './paired-values.ts';

/**
 * What a recorded latency comes to lies between itself less its lag and itself, and so does each of its quantiles: those
 * of the shortest that they can be, and those as recorded. That holds whatever the lags depend on. Null of nothing.
 *
 * @param latencies in milliseconds, as recorded
 * @param lags of each, the most that it may be too long; NaN is 0
 */
export function latenessOf(latencies: readonly number[], lags: readonly number[]): Lateness | null {
  const least = latencies.map((latency, index) => latency - Math.min(latency, lags[index] || 0));
  const beyond = (share: number) => {
    const [recorded, shortest] = [quantile(latencies, share), quantile(least, share)];
    if (recorded === null || shortest === null) return null;
    return recorded === shortest ? 0 : recorded / Math.max(shortest, shortestMs) - 1;
  };
  const [median, p99] = [beyond(0.5), beyond(0.99)];
  return median === null || p99 === null ? null : { median, p99 };
}

/** Where an answer may have taken no time at all, any share would do; this one is a number. */
const shortestMs = 0.001;

/** Latencies with the shortest that they can be, where those of an arm may be too long by more than can be borne. */
export function withLateness(
  paired: PairedValues,
  observations: Observations,
  pairing: ModelPairing,
): PairedValues {
  if (paired.metric.id !== 'latency') return paired;
  const lags = pairValues(observations, { ...paired.metric, id: lagOfLatency }, pairing, paired.slice).cases;
  const worst = (['baseline', 'candidate'] as const)
    .flatMap((arm) => {
      const lateness = latenessOf(...timingsOf(paired.cases, lags, arm));
      return lateness !== null && isLate(lateness) ? [{ arm, ...lateness }] : [];
    })
    .sort((one, other) => other.median - one.median)
    .at(0);
  if (worst === undefined) return paired;
  const shortest = paired.cases.map((values, index) => ({
    ...values,
    baseline: values.baseline && less(values.baseline, lags[index]?.baseline),
    candidate: less(values.candidate, lags[index]?.candidate),
  }));
  return { ...paired, late: worst, shortest };
}

/** As bad as the candidate can be: it took as long as recorded, and the baseline took as little as it can have. */
export function atWorst(paired: PairedValues): PairedValues {
  return withArms(paired, ({ baseline }, recorded) => ({ ...recorded, baseline }));
}

/** As good as it can be. */
export function atBest(paired: PairedValues): PairedValues {
  return withArms(paired, ({ candidate }, recorded) => ({ ...recorded, candidate }));
}

function withArms(
  paired: PairedValues,
  change: (shortest: CaseValues, recorded: CaseValues) => CaseValues,
): PairedValues {
  const { cases, shortest = cases } = paired;
  return { ...paired, cases: cases.map((values, index) => change(shortest[index] ?? values, values)) };
}

/** Of one arm's trials that have a latency: that, and its lag. */
function timingsOf(
  cases: readonly CaseValues[],
  lags: readonly CaseValues[],
  arm: 'baseline' | 'candidate',
): [latencies: number[], lags: number[]] {
  const timed = cases.flatMap((values, index) =>
    [...(values[arm] ?? [])].flatMap((value, repeat) =>
      Number.isNaN(value) ? [] : [[value, lags[index]?.[arm]?.[repeat] ?? Number.NaN] as const],
    ),
  );
  return [timed.map(([latency]) => latency), timed.map(([, lag]) => lag)];
}

function less(latencies: Values, lags: Values | null | undefined): Values {
  return latencies.map((latency, repeat) => latency - Math.min(latency, lags?.[repeat] || 0));
}
