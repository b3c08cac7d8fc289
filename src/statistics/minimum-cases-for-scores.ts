import { fewestFrom } from './fewest.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * What method B can prove at best over `cases` that all have the same value: how far its bound stays from that value, as
 * a share of the distance to the worst possible one. Over n equal values and one worst case it is (1 + t) ÷ (n + 1), with
 * t the quantile of n degrees of freedom. Above 1 where nothing can be proven.
 */
export function smallestProvableShare(cases: number, confidence: number): number {
  if (cases < 1) return Number.POSITIVE_INFINITY;
  return (1 + studentTQuantile(confidence, cases)) / (cases + 1);
}

/** The fewest cases with which method B can prove such a share; Infinity for a share of nothing but rounding. */
export function minimumCasesForShare(share: number, confidence: number): number {
  if (share >= 1) return 1;
  const isEnough = (cases: number) => smallestProvableShare(cases, confidence) <= share;
  return fewestFrom(1, isEnough) ?? Number.POSITIVE_INFINITY;
}
