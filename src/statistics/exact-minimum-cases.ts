import { pairedBinaryPValue } from './exact-noninferiority.ts';
import { minimumCases } from './minimum-cases.ts';
import { alphaOf, isSignificant } from './significance.ts';

/**
 * From how many cases on the exact test of a pass/fail metric passes when nothing flips. At 95 % that is nearly always
 * `minimumCases`; the surer a gate has to be, the more the test asks for, because something might flip all the same.
 * Counts in larger steps where there are many.
 */
export function exactMinimumCases(margin: number, confidence: number): number {
  const alpha = alphaOf(confidence);
  const passes = (cases: number) =>
    isSignificant(pairedBinaryPValue({ wins: 0, losses: 0, cases, threshold: -margin }), alpha);
  let cases = minimumCases(margin, confidence);
  while (Number.isFinite(cases) && !passes(cases)) cases += Math.max(1, Math.floor(cases / 500));
  return cases;
}
