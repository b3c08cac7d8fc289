import { alphaOf, isSignificant } from './significance.ts';

/**
 * The fewest cases with which a binary gate can pass when nothing flips: the smallest n with (1 − margin)ⁿ ≤ α.
 * Fewer are never enough; for some margins, mostly at 99 %, the exact test asks for a few more.
 * Infinity for a margin of 0 or less.
 */
export function minimumCases(margin: number, confidence: number): number {
  if (margin >= 1) return 1;
  return fewestWith(1 - margin, confidence);
}

/** The smallest margin that a binary gate over `cases` can prove when nothing flips: 1 − α^(1/cases). */
export function smallestProvableMargin(cases: number, confidence: number): number {
  return cases < 1 ? 1 : -Math.expm1(Math.log(alphaOf(confidence)) / cases);
}

/** The highest floor that a binary metric over `cases` can prove when every case passes: α^(1/cases). */
export function highestProvableFloor(cases: number, confidence: number): number {
  return cases < 1 ? 0 : alphaOf(confidence) ** (1 / cases);
}

/** The fewest cases with which a floor (0 to 1) can be proven when every case passes; Infinity for a floor of 1. */
export function minimumCasesForFloor(floor: number, confidence: number): number {
  return floor <= 0 ? 1 : fewestWith(floor, confidence);
}

/** The smallest n ≥ 1 with shareⁿ ≤ α. */
function fewestWith(share: number, confidence: number): number {
  if (share >= 1) return Number.POSITIVE_INFINITY;
  const alpha = alphaOf(confidence);
  const guess = Math.max(1, Math.ceil(Math.log(alpha) / Math.log(share)));
  // The logarithms may round across a whole number.
  return guess > 1 && isSignificant(share ** (guess - 1), alpha) ? guess - 1 : guess;
}
