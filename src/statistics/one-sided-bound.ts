import { isSignificant } from './significance.ts';

export interface OneSidedBound {
  /** The true value is at least (lower) or at most (upper) this, at the chosen confidence. */
  bound: number;
  /** Whether the true value is proven to be beyond the threshold; null where none was given. */
  proven: boolean | null;
  /** One-sided, at the threshold; null where none was given. */
  pValue: number | null;
}

/**
 * The verdict comes from the p value at the threshold. Where the bound was found by another road (a root search over
 * a p value that has small steps), it is moved to the threshold if it would contradict the verdict.
 */
export function lowerBoundThatAgrees(
  bound: number,
  at: { threshold: number; pValue: number; alpha: number },
): OneSidedBound {
  const { threshold, pValue, alpha } = at;
  const proven = isSignificant(pValue, alpha);
  const agrees = bound > threshold === proven;
  return { bound: agrees ? bound : proven ? justAbove(threshold) : threshold, proven, pValue };
}

/** A lower bound of −x is an upper bound of x. */
export function mirrored({ bound, proven, pValue }: OneSidedBound): OneSidedBound {
  return { bound: negated(bound), proven, pValue };
}

/** Without the −0 that would be unequal to 0 for `Object.is`. */
export function negated(value: number): number {
  return value === 0 ? 0 : -value;
}

function justAbove(value: number): number {
  return value + Math.max(Math.abs(value), 1e-3) * 2 * Number.EPSILON;
}
