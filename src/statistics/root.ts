/** A point of a rising function on either side of its root: `low.value` ≤ 0 < `high.value`. */
export interface Bracket {
  low: { at: number; value: number };
  high: { at: number; value: number };
}

/**
 * Where a rising function crosses zero: regula falsi with the Illinois correction, and a bisection whenever three steps
 * together have not halved the bracket, because the function may have steps.
 * Returns the lower end of the last bracket, so that the value there is not above zero.
 */
export function risingRoot(valueAt: (x: number) => number, bracket: Bracket, precision: number): number {
  let { at: low, value: lowValue } = bracket.low;
  let { at: high, value: highValue } = bracket.high;
  let widthBefore = high - low;
  for (let step = 1; high - low > precision; step++) {
    const isStuck = step % 4 === 0 && high - low > widthBefore / 2;
    if (step % 4 === 0) widthBefore = high - low;
    const secant = high - (highValue * (high - low)) / (highValue - lowValue);
    const at = isStuck ? (low + high) / 2 : offTheEnds(secant, low, high, precision);
    const value = valueAt(at);
    if (value > 0) {
      [high, highValue] = [at, value];
      if (!isStuck) lowValue /= 2;
    } else {
      [low, lowValue] = [at, value];
      if (!isStuck) highValue /= 2;
    }
  }
  return low;
}

/** At an end a step would hardly move, and the other end would never come nearer. */
function offTheEnds(x: number, low: number, high: number, precision: number): number {
  const least = Math.min(precision / 2, (high - low) / 4);
  if (!(x > low + least)) return low + least;
  return Math.min(x, high - least);
}
