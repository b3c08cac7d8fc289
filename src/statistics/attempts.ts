import { alphaOf } from './significance.ts';

/**
 * The confidence at which attempt k is judged, so that all attempts together spend no more than α = 1 − confidence, however
 * many they are: it gets α / (k (k + 1)), and these sum up to α (1 − 1 / (n + 1)) over n attempts.
 *
 * @param attempt from 1 on; what is below counts as the first.
 */
export function confidenceOfAttempt(confidence: number, attempt: number): number {
  const k = Math.max(1, attempt);
  return 1 - alphaOf(confidence) / (k * (k + 1));
}

/** The chance that at least one of so many bad candidates passes, each with the chance α: 1 − (1 − α)^attempts. */
export function chanceOfAny(alpha: number, attempts: number): number {
  return -Math.expm1(attempts * Math.log1p(-alpha));
}

/** What so many corrected attempts have spent together: α (1 − 1 / (attempts + 1)). */
export function spentBy(alpha: number, attempts: number): number {
  return (alpha * attempts) / (attempts + 1);
}
