import type { ClusterCounts, Comparison, Interval } from '../core/comparison.ts';
import {
  type CaseValues,
  countMissing,
  improvement,
  meanLogOf,
  meanOf,
  type PairedValues,
  type Values,
} from './paired-values.ts';
import { describeRepeats } from './repeats.ts';
import { onlyComplete, perUnit, withoutNaN } from './units.ts';

/** Differences smaller than this are ties: scores are sums of floats. */
export const tie = 1e-12;

/** The estimates of a comparison, without an interval. */
export function describePairs(paired: PairedValues): Comparison {
  const { metric, model, slice, cases, hasBaseline } = paired;
  const improvements = withoutNaN(cases.map((values) => improvement(metric, values)));
  const baseline = hasBaseline ? summarize(paired, (values) => values.baseline) : null;
  const candidate = summarize(paired, (values) => values.candidate);
  const pairs = improvements.length;
  return {
    metric: metric.id,
    model,
    slice,
    better: metric.better,
    baseline,
    candidate,
    ...(pairs > 0 && (baseline?.n !== pairs || candidate.n !== pairs) && { paired: sidesOverPairs(paired) }),
    delta: pairs === 0 ? null : deltaOf(paired),
    interval: null,
    pairs,
    ...countFlips(improvements),
    // Without a baseline there is no pair, and so none that could be missing.
    missing: metric.pairwise && !hasBaseline ? 0 : countMissing(cases),
    ...describeRepeats(paired),
    ...(paired.cluster !== null && { clusters: describeClusters(paired, paired.cluster) }),
  };
}

function describeClusters(paired: PairedValues, field: string): ClusterCounts {
  const improvements = perUnit(paired, (values) => improvement(paired.metric, values));
  const complete = withoutNaN(improvements);
  return { field, count: improvements.length, pairs: complete.length, ...countFlips(complete) };
}

function countFlips(improvements: readonly number[]): { wins: number; losses: number } {
  return {
    wins: improvements.filter((value) => value > tie).length,
    losses: improvements.filter((value) => value < -tie).length,
  };
}

export function withInterval(comparison: Comparison, interval: Interval | null): Comparison {
  return { ...comparison, interval };
}

/** Latency is typical latency, the geometric mean; everything else is the arithmetic mean, over cases or clusters. */
function summarize(
  paired: PairedValues,
  side: (values: CaseValues) => Values | null,
): { value: number; n: number } {
  const geometric = paired.metric.id === 'latency';
  const measure = (values: CaseValues) => {
    const series = side(values);
    return series === null ? Number.NaN : geometric ? meanLogOf(series) : meanOf(series);
  };
  const n = withoutNaN(paired.cases.map(measure)).length;
  if (n === 0) return { value: 0, n: 0 };
  const value = mean(withoutNaN(perUnit(paired, measure)));
  return { value: geometric ? Math.exp(value) : value, n };
}

/** Score units for scores; relative change over the complete pairs for amounts. */
function deltaOf(paired: PairedValues): number | null {
  const { metric } = paired;
  if (metric.kind !== 'amount')
    return mean(perUnit(onlyComplete(paired), (values) => improvement(metric, values)));
  const { baseline, candidate } = sidesOverPairs(paired);
  if (baseline === 0) return candidate === 0 ? 0 : null;
  return 1 - candidate / baseline;
}

function sidesOverPairs(paired: PairedValues): { baseline: number; candidate: number } {
  const complete = onlyComplete(paired);
  const over = (side: (values: CaseValues) => Values | null) => summarize(complete, side).value;
  return { baseline: over((values) => values.baseline), candidate: over((values) => values.candidate) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
