/** One-sided error probability; rounded, because 1 − 0.95 is 0.050000000000000044 in binary. */
export function alphaOf(confidence: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must be between 0 and 1: ${confidence}`);
  return Number((1 - confidence).toPrecision(12));
}

/** p ≤ α; a p value that equals α but for rounding counts as equal. */
export function isSignificant(pValue: number, alpha: number): boolean {
  return pValue <= alpha * (1 + 1e-12);
}
