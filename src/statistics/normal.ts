const rootTwoPi = 2.5066282746310007;

/** The standard normal density. */
export function normalDensity(x: number): number {
  // x² is split, because its rounding error would be magnified by exp in the far tails.
  const coarse = Math.round(x * 16) / 16;
  return (Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (x - coarse) * (x + coarse))) / rootTwoPi;
}

/** P(0 < Z < x) by the series φ(x)·(x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004). Its terms are all positive. */
function central(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** P(Z > x) for x ≥ 2 by Laplace's continued fraction φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))). */
function farTail(x: number): number {
  let fraction = x;
  for (let k = Math.ceil(20 + 300 / (x * x)); k > 0; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}

/** P(Z > x), with full relative accuracy in the upper tail. */
export function normalUpperTail(x: number): number {
  if (x < 0) return 1 - normalUpperTail(-x);
  return x < 2 ? 0.5 - central(x) : farTail(x);
}

/** P(Z ≤ x). */
export function normalCdf(x: number): number {
  return normalUpperTail(-x);
}

/** The x with P(Z ≤ x) = p; −Infinity at 0, Infinity at 1. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  // P(Z > x) ≤ ½·exp(−x²/2), so this start is not left of the root; ln P(Z > x) is concave, so Newton's method
  // comes down on the root from the right and can't overshoot.
  let x = Math.sqrt(-2 * Math.log(2 * p));
  for (let step = 0; step < 50; step++) {
    const tail = normalUpperTail(x);
    const change = (Math.log(tail / p) * tail) / normalDensity(x);
    x += change;
    if (Math.abs(change) <= 1e-15 * x || change > 0) break;
  }
  return p === 0.5 ? 0 : -x;
}
