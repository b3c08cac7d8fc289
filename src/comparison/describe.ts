import type { Comparison, Interval } from '../core/comparison.ts';
import { countMissing, improvement, meanLogOf, meanOf, type PairedValues } from './paired-values.ts';
import { describeRepeats } from './repeats.ts';

/** Differences smaller than this are ties: scores are sums of floats. */
export const tie = 1e-12;

/** The estimates of a comparison, without an interval. */
export function describePairs(paired: PairedValues): Comparison {
  const { metric, model, slice, cases, hasBaseline } = paired;
  const improvements = cases
    .map((values) => improvement(metric, values))
    .filter((value) => !Number.isNaN(value));
  return {
    metric: metric.id,
    model,
    slice,
    better: metric.better,
    baseline: hasBaseline ? summarize(paired, (values) => values.baseline) : null,
    candidate: summarize(paired, (values) => values.candidate),
    delta: improvements.length === 0 ? null : deltaOf(paired, improvements),
    interval: null,
    pairs: improvements.length,
    wins: improvements.filter((value) => value > tie).length,
    losses: improvements.filter((value) => value < -tie).length,
    missing: countMissing(cases),
    ...describeRepeats(paired),
  };
}

export function withInterval(comparison: Comparison, interval: Interval | null): Comparison {
  return { ...comparison, interval };
}

/** Latency is typical latency, the geometric mean; everything else is the arithmetic mean over cases. */
function summarize(
  paired: PairedValues,
  side: (values: PairedValues['cases'][number]) => Float64Array | null,
): { value: number; n: number } {
  const geometric = paired.metric.id === 'latency';
  let sum = 0;
  let n = 0;
  for (const values of paired.cases) {
    const series = side(values);
    const value = series === null ? Number.NaN : geometric ? meanLogOf(series) : meanOf(series);
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  if (n === 0) return { value: 0, n: 0 };
  return { value: geometric ? Math.exp(sum / n) : sum / n, n };
}

/** Score units for scores; relative change over the complete pairs for amounts. */
function deltaOf(paired: PairedValues, improvements: readonly number[]): number | null {
  if (paired.metric.kind !== 'amount') return mean(improvements);
  const complete = paired.cases.filter((values) => !Number.isNaN(improvement(paired.metric, values)));
  const baseline = summarize({ ...paired, cases: complete }, (values) => values.baseline).value;
  const candidate = summarize({ ...paired, cases: complete }, (values) => values.candidate).value;
  if (baseline === 0) return candidate === 0 ? 0 : null;
  return 1 - candidate / baseline;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
