/** More than a thousand million cases are no dataset. */
export const mostCases = 1e9;

/**
 * The smallest count, no less than `from`, that is enough; null where not even a thousand million are. What is enough stays so
 * with more.
 */
export function fewestFrom(from: number, isEnough: (count: number) => boolean): number | null {
  let low = from - 1;
  let high = from;
  while (!isEnough(high)) {
    if (high >= mostCases) return null;
    low = high;
    high = 2 * high + 1;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
