import { pairedBinaryPValue } from '../statistics/exact-noninferiority.ts';
import { minimumCases, smallestProvableMargin } from '../statistics/minimum-cases.ts';
import { minimumCasesForShare, smallestProvableShare } from '../statistics/minimum-cases-for-scores.ts';
import { alphaOf, isSignificant } from '../statistics/significance.ts';

/** What a method of the gates can prove over cases of which each is as good as can be. `share`: see `Allowance`. */
export interface ProofMethod {
  /** So many cases are needed at least. */
  fewest(share: number, confidence: number): number;
  /** No smaller share can be proven. */
  smallest(cases: number, confidence: number): number;
  proves(share: number, cases: number, confidence: number): boolean;
}

/** Floors and ceilings of pass/fail metrics with one trial a case; and pairs of which the candidate wins every one. */
export const clopperPearson: ProofMethod = {
  fewest: minimumCases,
  smallest: smallestProvableMargin,
  proves: (share, cases, confidence) => minimumCases(share, confidence) <= cases,
};

/**
 * Method A. The p value of no flips is (1 − margin)ⁿ if nothing ever flips, and for some numbers of cases a little more
 * if something might (often at 99 %, seldom at 95 %), so the test itself is asked.
 */
export const exactPairs: ProofMethod = {
  fewest: minimumCases,
  smallest: smallestProvableMargin,
  proves(share, cases, confidence) {
    if (minimumCases(share, confidence) > cases) return false;
    // So many cases are no dataset; the test would take minutes to say what the formula says but for a handful.
    if (cases > mostTested) return true;
    const pValue = pairedBinaryPValue({ wins: 0, losses: 0, cases, threshold: -share });
    return isSignificant(pValue, alphaOf(confidence));
  },
};

const mostTested = 20_000;

/** Method B. */
export const worstCaseT: ProofMethod = {
  fewest: minimumCasesForShare,
  smallest: smallestProvableShare,
  proves: (share, cases, confidence) => minimumCasesForShare(share, confidence) <= cases,
};
