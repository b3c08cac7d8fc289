import { stirlingError } from './gamma.ts';

/** x·ln(x / m) + m − x without cancellation where x is near m (Loader 2000, "bd0"). */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) > 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  // v is at most 0.1, so that a handful of terms do; NaN must not loop.
  for (let k = 3; k < 100; k += 2) {
    power *= v * v;
    sum += power / k;
    if (Math.abs(power) < 1e-17 * Math.abs(sum)) break;
  }
  return sum;
}

/**
 * x^a · y^b / B(a, b) with y = 1 − x, for a, b > 0 and 0 < x < 1. Saddle-point form (Loader 2000): accurate where a
 * difference of log gammas would have lost many digits.
 */
export function betaPower(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const correction = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const exponent = correction - deviance(a, n * x) - deviance(b, n * y);
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(exponent);
}

/** The continued fraction of DLMF 8.17.22, evaluated by the modified Lentz method. */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 2.3e-16) break;
  }
  return result;

  function nonZero(value: number): number {
    return Math.abs(value) < tiny ? tiny : value;
  }
}

/**
 * I_x(a, b) where the caller knows y = 1 − x more exactly than subtraction would give it.
 */
export function regularizedBetaOf(x: number, y: number, a: number, b: number): number {
  if (!(a > 0 && b > 0) || Number.isNaN(x + y)) return Number.NaN;
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const power = betaPower(x, y, a, b);
  // The fraction converges fast on its own side of the mean only.
  if (x < (a + 1) / (a + b + 2)) return (power * continuedFraction(x, a, b)) / a;
  return 1 - (power * continuedFraction(y, b, a)) / b;
}

/** The regularized incomplete beta function I_x(a, b): the cdf of Beta(a, b) at x, for a, b > 0. */
export function regularizedBeta(x: number, a: number, b: number): number {
  return regularizedBetaOf(x, 1 - x, a, b);
}

/** The x with I_x(a, b) = p: Newton's method, with a bisection wherever it would leave the bracket. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < 300; step++) {
    const error = regularizedBeta(x, a, b) - p;
    if (error === 0) return x;
    if (error > 0) high = x;
    else low = x;
    const slope = betaPower(x, 1 - x, a, b) / (x * (1 - x));
    const newton = x - error / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-16 * x) return next;
    x = next;
  }
  return x;
}
