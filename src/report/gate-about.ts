import type { Comparison, Interval } from '../core/comparison.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { GateOutcome } from '../core/verdict.ts';

const aboutCases = new Set(['must-pass-failed', 'rule-broken', 'within-limit']);

/**
 * What an outcome judged: the difference between the arms, the candidate's own value, or single outputs.
 * Runs that do not say it in `about` are read by which number their interval surrounds.
 */
export function aboutOf(
  outcome: GateOutcome,
  metric: MetricDefinition,
  comparison: Comparison | undefined,
): 'difference' | 'value' | 'cases' {
  if (outcome.about !== undefined) return outcome.about;
  if (outcome.metric === null || comparison === undefined) return 'cases';
  const { interval } = outcome;
  if (interval === null) return aboutCases.has(outcome.reason) ? 'cases' : 'difference';
  if (comparison.delta !== null && surrounds(interval, comparison.delta)) return 'difference';
  if (metric.kind === 'amount' || surrounds(interval, comparison.candidate.value)) return 'value';
  return 'difference';
}

/** With a little room for rounding. A bound that JSON could not hold is infinite. */
function surrounds(interval: { low: number | null; high: number | null }, value: number): boolean {
  const room = 1e-9 * Math.max(1, Math.abs(value));
  return (interval.low ?? -Infinity) - room <= value && value <= (interval.high ?? Infinity) + room;
}

/**
 * The bounds to show for a difference: the gate's own, unless they stand on another scale than the change beside them; then
 * the comparison's. Older runs have the bounds of a relative margin on candidate − (1 − margin) · baseline, without a limit.
 */
export function boundsOfDifference(outcome: GateOutcome, comparison: Comparison): Interval | null {
  const { interval } = outcome;
  if (interval === null || comparison.delta === null) return interval ?? comparison.interval;
  const isSameScale = typeof outcome.limit === 'number' || surrounds(interval, comparison.delta);
  return isSameScale ? interval : comparison.interval;
}
