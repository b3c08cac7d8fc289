import { formatCaseValue, formatChange, formatNumber, formatValue } from '../../core/format.ts';
import type { ShownMetric } from './case-index.ts';

/** Scores are sums of floats: what differs by less is equal. */
const tie = 1e-12;

/** Positive where the candidate is better, in the metric's unit; 0 for a tie; null where an arm has no value. */
export function improvementOf(
  metric: ShownMetric,
  baseline: number | null,
  candidate: number | null,
): number | null {
  if (baseline === null || candidate === null) return null;
  const difference = metric.better === 'higher' ? candidate - baseline : baseline - candidate;
  return Math.abs(difference) <= tie ? 0 : difference;
}

/** An improvement as a share of the metric's range, so that points of ten and points of one can be compared. */
export function shareOf(metric: ShownMetric, improvement: number): number {
  const width = metric.range === null ? 1 : metric.range[1] - metric.range[0];
  return improvement / (width > 0 ? width : 1);
}

export function showValue(metric: ShownMetric, value: number): string {
  return metric.unknown ? formatNumber(value) : formatValue(metric, value);
}

/** A score of one case: a binary one reads `pass` or `fail`. */
export function showCaseValue(metric: ShownMetric, value: number): string {
  return metric.unknown ? formatNumber(value) : formatCaseValue(metric, value);
}

export function showChange(metric: ShownMetric, improvement: number): string {
  if (!metric.unknown) return formatChange(metric, improvement);
  return formatNumber(metric.better === 'lower' ? -improvement : improvement);
}

/** How a case moved, in words: `pass → fail`, or the change of its score. */
export function showMove(
  metric: ShownMetric,
  values: { baseline: number; candidate: number; improvement: number },
): string {
  const [before, after] = [values.baseline, values.candidate].map((value) => showCaseValue(metric, value));
  const isFlip = [before, after].every((word) => word === 'pass' || word === 'fail');
  return isFlip && before !== after ? `${before} → ${after}` : showChange(metric, values.improvement);
}
