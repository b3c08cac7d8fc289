import type { Margin } from '../core/gate.ts';
import type { PairedValues } from './paired-values.ts';
import { onlyComplete, perUnit, withoutNaN } from './units.ts';

/** What is asked of a difference: whether it is above `threshold`, in the units of `Comparison.delta`. */
export interface DifferenceQuestion {
  confidence: number;
  /** −margin for "no worse than", +by for "better than"; null only asks for the bounds. */
  threshold: number | null;
  /** A relative margin turns the question into one about candidate − (1 − margin) · baseline; see `relativeShift`. */
  relative: number | null;
}

/** One with a threshold, as gates ask. */
export type AskedQuestion = DifferenceQuestion & { threshold: number };

/** The question that a margin asks: an absolute one in score units, a relative one as a share of the baseline. */
export function questionOf(margin: Margin, direction: 1 | -1, confidence: number): AskedQuestion {
  if (margin.kind === 'absolute') return { confidence, threshold: direction * margin.value, relative: null };
  return { confidence, threshold: 0, relative: direction * margin.value };
}

/**
 * Where a relative margin lies on the scale of `Comparison.delta`: the share of the baseline's mean as it was measured; 0 for
 * an absolute one. The test is on candidate − (1 + relative) · baseline, and so much higher is the same on candidate − baseline.
 */
export function relativeShift(paired: PairedValues, relative: number | null): number {
  if (relative === null) return 0;
  const means = withoutNaN(perUnit(onlyComplete(paired), (index) => paired.baseline.mean(index)));
  if (means.length === 0) return 0;
  return (relative * means.reduce((sum, value) => sum + value, 0)) / means.length;
}

/** What a difference has to be above, on the scale of `Comparison.delta`. */
export function thresholdOnDelta(paired: PairedValues, { threshold, relative }: AskedQuestion): number {
  return threshold + relativeShift(paired, relative);
}
