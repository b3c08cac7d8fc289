import type { ClusterCounts, Comparison, Interval } from '../core/comparison.ts';
import type { ArmName } from '../core/trial.ts';
import { mean } from '../statistics/moments.ts';
import { countOf } from './count-of.ts';
import { meanImprovement } from './mean-improvement.ts';
import { improvementOf, type PairedValues } from './paired-values.ts';
import { describeRepeats } from './repeats.ts';
import { onlyComplete, perUnit, withoutNaN } from './units.ts';

/** Differences smaller than this are ties: scores are sums of floats. */
export const tie = 1e-12;

/** Both arms' values over the complete pairs. */
type Sides = Record<ArmName, number>;

/** The estimates of a comparison, without an interval. */
export function describePairs(paired: PairedValues): Comparison {
  const { metric, model, slice, hasBaseline } = paired;
  const complete = onlyComplete(paired);
  const pairs = complete.cases.length;
  const baseline = hasBaseline ? summarize(paired, 'baseline') : null;
  const candidate = summarize(paired, 'candidate');
  const sides: Sides =
    complete === paired && baseline
      ? { baseline: baseline.value, candidate: candidate.value }
      : {
          baseline: summarize(complete, 'baseline').value,
          candidate: summarize(complete, 'candidate').value,
        };
  return {
    metric: metric.id,
    model,
    slice,
    better: metric.better,
    baseline,
    candidate,
    ...(pairs > 0 && (baseline?.n !== pairs || candidate.n !== pairs) && { paired: sides }),
    delta: pairs === 0 ? null : deltaOf(complete, sides),
    interval: null,
    pairs,
    ...countFlips(complete.cases, improvementOf(paired)),
    // Without a baseline there is no pair, and so none that could be missing.
    missing: metric.pairwise && !hasBaseline ? 0 : countMissing(paired),
    ...describeRepeats(paired),
    ...(paired.clusters && { clusters: describeClusters(paired, paired.clusters) }),
  };
}

function describeClusters(paired: PairedValues, { field }: { field: string }): ClusterCounts {
  const improvements = perUnit(paired, improvementOf(paired));
  const complete = withoutNaN(improvements);
  const flips = countFlips(complete, (improvement) => improvement);
  return { field, count: improvements.length, pairs: complete.length, ...flips };
}

/** Of cases, or of improvements themselves. */
function countFlips(
  items: readonly number[],
  improvement: (item: number) => number,
): { wins: number; losses: number } {
  const flips = { wins: 0, losses: 0 };
  for (const item of items) {
    const value = improvement(item);
    if (value > tie) flips.wins++;
    if (value < -tie) flips.losses++;
  }
  return flips;
}

/** Cases in which a trial or a score is missing; one where both arms miss counts once. */
function countMissing({ cases, hasBaseline, baseline, candidate }: PairedValues): number {
  return countOf(
    cases,
    (index) => candidate.hasMissing(index) || (hasBaseline && baseline.hasMissing(index)),
  );
}

export function withInterval(comparison: Comparison, interval: Interval | null): Comparison {
  return { ...comparison, interval };
}

/** Latency is typical latency, the geometric mean; everything else is the arithmetic mean, over cases or clusters. */
function summarize(paired: PairedValues, arm: ArmName): { value: number; n: number } {
  const geometric = paired.metric.id === 'latency';
  const series = geometric ? paired[arm].logs : paired[arm];
  const n = countOf(paired.cases, (index) => !Number.isNaN(series.mean(index)));
  if (n === 0) return { value: 0, n: 0 };
  const value = mean(withoutNaN(perUnit(paired, (index) => series.mean(index))));
  return { value: geometric ? Math.exp(value) : value, n };
}

/** Score units for scores; relative change over the complete pairs for amounts. */
function deltaOf(complete: PairedValues, { baseline, candidate }: Sides): number | null {
  if (complete.metric.kind !== 'amount') return meanImprovement(complete);
  if (baseline === 0) return candidate === 0 ? 0 : null;
  return 1 - candidate / baseline;
}
