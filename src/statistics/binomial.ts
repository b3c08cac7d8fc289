import { betaPower, regularizedBetaOf } from './incomplete-beta.ts';

/** P(X = k) for X ~ Binomial(n, p); Loader's (2000) saddle-point form, accurate for any n. */
export function binomialPmf(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return p ** n;
  return (betaPower(p, 1 - p, k, n - k) / k) * (n / (n - k));
}

/** P(X ≤ k) for X ~ Binomial(n, p). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return regularizedBetaOf(1 - p, p, n - k, k + 1);
}

/** P(X ≥ k), with full relative accuracy where it is small. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return regularizedBetaOf(p, 1 - p, k, n - k + 1);
}
