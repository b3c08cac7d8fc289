/**
 * One-sided error probability. Rounded to the digits that a confidence can carry, because 1 − 0.95 is
 * 0.050000000000000044 in binary.
 *
 * @throws RangeError unless the confidence is between 0 and 1.
 */
export function alphaOf(confidence: number): number {
  const alpha = Number((1 - confidence).toFixed(15));
  if (alpha > 0 && alpha < 1) return alpha;
  throw new RangeError(`confidence must be between 0 and 1: ${confidence}`);
}

/** p ≤ α; a p value that equals α but for rounding counts as equal. */
export function isSignificant(pValue: number, alpha: number): boolean {
  return pValue <= alpha * (1 + 1e-12);
}
