import { betaPower, regularizedBetaOf } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';

/** P(T > t) for t ≥ 0 and `df` > 0 degrees of freedom: ½·I_x(df/2, ½) with x = df/(df + t²). */
function tail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  const square = t * t;
  return 0.5 * regularizedBetaOf(df / (df + square), square / (df + square), df / 2, 0.5);
}

function density(t: number, df: number): number {
  const square = t * t;
  return betaPower(df / (df + square), square / (df + square), df / 2, 0.5) / t;
}

/** P(T ≤ t) of Student's t. */
export function studentTCdf(t: number, df: number): number {
  return t < 0 ? tail(-t, df) : 1 - tail(t, df);
}

/** The t with P(T ≤ t) = p. */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  if (p === 0.5) return 0;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  // t has heavier tails than the normal, so the start is not right of the root; the tail is convex, so Newton's
  // method climbs to the root from the left and can't overshoot.
  let t = -normalQuantile(p);
  for (let step = 0; step < 2000; step++) {
    const change = (tail(t, df) - p) / density(t, df);
    t += change;
    if (change <= 1e-15 * t) break;
  }
  return -t;
}
