import { isLate, type Lateness } from '../core/lateness.ts';
import type { ModelPairing } from '../core/trial.ts';
import { quantiles } from '../statistics/quantile.ts';
import { lagOfLatency } from './lane.ts';
import type { Observations } from './observations.ts';
import { type PairedValues, pairValues } from './paired-values.ts';
import { Series } from './series.ts';

/**
 * What a recorded latency comes to lies between itself less its lag and itself, and so does each of its quantiles: those
 * of the shortest that they can be, and those as recorded. That holds whatever the lags depend on. Null of nothing.
 *
 * @param latencies in milliseconds, as recorded
 * @param lags of each, the most that it may be too long; NaN is 0
 */
export function latenessOf(latencies: readonly number[], lags: readonly number[]): Lateness | null {
  const least = latencies.map((latency, index) => latency - Math.min(latency, lags[index] || 0));
  const shares = [0.5, 0.99];
  const shortest = quantiles(least, shares);
  const [median, p99] = quantiles(latencies, shares).map((recorded, index) => {
    const atLeast = shortest[index] ?? recorded;
    return recorded === atLeast ? 0 : recorded / Math.max(atLeast, shortestMs) - 1;
  });
  return median === undefined || p99 === undefined ? null : { median, p99 };
}

/** Where an answer may have taken no time at all, any share would do; this one is a number. */
const shortestMs = 0.001;

/** Of one arm's trials that have a latency: that, and its lag; NaN where that is not known. In milliseconds. */
export function timingsOf(
  latencies: Series,
  lags: Series,
  cases: readonly number[],
): { latencies: number[]; lags: number[] } {
  const timings: ReturnType<typeof timingsOf> = { latencies: [], lags: [] };
  for (const index of cases) {
    for (let repeat = 0; repeat < latencies.repeats; repeat++) {
      const latency = latencies.value(index, repeat);
      if (Number.isNaN(latency)) continue;
      timings.latencies.push(latency);
      timings.lags.push(lags.value(index, repeat));
    }
  }
  return timings;
}

/** Latencies with the shortest that they can be, where those of an arm may be too long by more than can be borne. */
export function withLateness(
  paired: PairedValues,
  observations: Observations,
  pairing: ModelPairing,
): PairedValues {
  if (paired.metric.id !== 'latency') return paired;
  const lags = pairValues(observations, { ...paired.metric, id: lagOfLatency }, pairing, paired.slice);
  const late = (['baseline', 'candidate'] as const)
    .flatMap((arm) => {
      const timings = timingsOf(paired[arm], lags[arm], paired.cases);
      const lateness = latenessOf(timings.latencies, timings.lags);
      return lateness !== null && isLate(lateness) ? [{ arm, ...lateness }] : [];
    })
    .sort((one, other) => other.median - one.median)
    .at(0);
  if (late === undefined) return paired;
  const shortest = {
    baseline: less(paired.baseline, lags.baseline),
    candidate: less(paired.candidate, lags.candidate),
  };
  return { ...paired, late, shortest };
}

/** As bad as the candidate can be: it took as long as recorded, and the baseline took as little as it can have. */
export function atWorst(paired: PairedValues): PairedValues {
  return { ...paired, baseline: (paired.shortest ?? paired).baseline };
}

/** As good as it can be. */
export function atBest(paired: PairedValues): PairedValues {
  return { ...paired, candidate: (paired.shortest ?? paired).candidate };
}

function less(latencies: Series, lags: Series): Series {
  const shortest = latencies.values.map(
    (latency, position) => latency - Math.min(latency, lags.values[position] || 0),
  );
  return new Series(shortest, latencies.repeats);
}
