import { logGamma } from './gamma.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { studentTQuantile } from './student-t.ts';

export interface PowerQuestion {
  /** Standard deviation of the per-case differences. */
  sd: number;
  margin: number;
  /** The true mean difference that is assumed. */
  difference: number;
  /** One-sided error probability. */
  alpha: number;
}

/** Chance that the one-sided paired t test proves "not worse by the margin" with this many cases. */
export function powerOfNonInferiority(
  { sd, margin, difference, alpha }: PowerQuestion,
  cases: number,
): number {
  if (cases < 2) return 0;
  const df = cases - 1;
  return noncentralTUpperTail(
    studentTQuantile(1 - alpha, df),
    df,
    ((margin + difference) * Math.sqrt(cases)) / sd,
  );
}

/** The usual textbook count, by the normal approximation; null where the assumed difference is at the margin or beyond. */
export function casesByNormal(
  { sd, margin, difference, alpha }: PowerQuestion,
  power: number,
): number | null {
  if (margin + difference <= 0) return null;
  const z = normalQuantile(1 - alpha) + normalQuantile(power);
  return Math.max(2, Math.ceil(((z * sd) / (margin + difference)) ** 2));
}

/** The fewest cases with which the t test itself has that power. */
export function casesByT(question: PowerQuestion, power: number): number | null {
  const guess = casesByNormal(question, power);
  if (guess === null) return null;
  const isEnough = (cases: number): boolean => powerOfNonInferiority(question, cases) >= power;
  let cases = guess;
  while (!isEnough(cases)) cases++;
  while (cases > 2 && isEnough(cases - 1)) cases--;
  return cases;
}

/**
 * P(T > t) of the noncentral t: T = (Z + shift)/S with S = √(χ²/df), so P = E[Φ(shift − t·S)]. Integrated over ln S by the
 * trapezoidal rule, which converges geometrically for such smooth bells.
 */
function noncentralTUpperTail(t: number, df: number, shift: number): number {
  const logConstant = Math.LN2 + (df / 2) * Math.log(df / 2) - logGamma(df / 2);
  const spread = 1 / Math.sqrt(2 * df);
  // To the left the density of ln S only falls like S^df.
  const from = -Math.max(10 * spread, 40 / df);
  const to = Math.min(10 * spread, 3);
  const steps = 400;
  const step = (to - from) / steps;
  let total = 0;
  for (let index = 0; index <= steps; index++) {
    const log = from + index * step;
    const s = Math.exp(log);
    total += Math.exp(logConstant + df * log - (df / 2) * s * s) * normalCdf(shift - t * s);
  }
  return Math.min(1, total * step);
}
