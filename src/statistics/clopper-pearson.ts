import { betaQuantile } from './incomplete-beta.ts';
import { alphaOf } from './significance.ts';

/**
 * What the true rate is at least, one-sided, after `successes` of `cases`: never less sure than `confidence`
 * (Clopper & Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the binomial").
 */
export function clopperPearsonLower(successes: number, cases: number, confidence: number): number {
  return lower(successes, cases, alphaOf(confidence));
}

/** What the true rate is at most, one-sided. After 0 of 300 at 95 % it is 0.99 %. */
export function clopperPearsonUpper(successes: number, cases: number, confidence: number): number {
  return upper(successes, cases, alphaOf(confidence));
}

/** The two-sided interval: half of the error on either side. */
export function clopperPearsonInterval(
  successes: number,
  cases: number,
  confidence: number,
): { low: number; high: number } {
  const half = alphaOf(confidence) / 2;
  return { low: lower(successes, cases, half), high: upper(successes, cases, half) };
}

function lower(successes: number, cases: number, alpha: number): number {
  if (!(successes > 0)) return 0;
  if (!(successes < cases)) return alpha ** (1 / cases);
  return betaQuantile(alpha, successes, cases - successes + 1);
}

function upper(successes: number, cases: number, alpha: number): number {
  if (!(successes < cases)) return 1;
  if (!(successes > 0)) return -Math.expm1(Math.log(alpha) / cases);
  return betaQuantile(1 - alpha, successes + 1, cases - successes);
}
