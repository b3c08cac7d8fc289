import type { Claim } from '../claim.ts';
import { disagreements, tablesOfGate, worstFalsePromotion } from '../measures/exact-gate.ts';
import { alpha, confidence, type Shipped } from '../shipped.ts';
import { percent, tableLines } from '../table.ts';
import type { Measure } from './section.ts';

/** A bad candidate at the limit is tried so often. */
export const tries = 20;

/** More cases take long with so many attempts. */
const mostCases = 300;
const margins = [0.05, 0.1, 0.15];

/** The most likely false promotion of each attempt, at the confidence that the shipped code gives it. */
export function falsePromotions(shipped: Shipped, cases: number, margin: number, attempts = tries): number[] {
  return Array.from({ length: attempts }, (_, index) => {
    const spent = shipped.alphaOf(shipped.confidenceOfAttempt(confidence, index + 1));
    return worstFalsePromotion(tablesOfGate(shipped, cases, margin, spent), margin).rate;
  });
}

/** `attempts: 'corrected'`: tried again and again, all attempts together promote falsely with at most 5 %. */
export const measureAttempts: Measure = (shipped, { caseCounts }) => {
  const measured = caseCounts.filter((cases) => cases <= mostCases);
  const found = measured.flatMap((cases) =>
    margins.map((margin) => {
      const rates = falsePromotions(shipped, cases, margin);
      const counted = worstFalsePromotion(tablesOfGate(shipped, cases, margin), margin).rate;
      const last = shipped.confidenceOfAttempt(confidence, 3);
      const tables = tablesOfGate(shipped, cases, margin, shipped.alphaOf(last));
      return {
        what: `A, ${cases} cases, margin ${margin}`,
        // Of independent runs a little less; the sum holds for dependent ones too.
        all: rates.reduce((sum, rate) => sum + rate, 0),
        first: rates[0] ?? Number.NaN,
        counted: 1 - (1 - counted) ** tries,
        different: disagreements(shipped, tables, margin, [0, 2, 5], last),
      };
    }),
  );
  return {
    title: `Attempts: ${tries} bad candidates at the limit, one after another, and at least one is promoted`,
    lines: tableLines([
      ['', 'at most', "'corrected'", 'of it the first', "'counted'"],
      ...found.map(({ what, all, first, counted }) => [
        what,
        percent(alpha, 2),
        percent(all, 4),
        percent(first, 4),
        percent(counted, 1),
      ]),
    ]),
    claims: found.flatMap(({ what, all, different }): Claim[] => [
      { what: `${what}, ${tries} corrected attempts`, rate: all, atMost: alpha },
      ...different.map((where) => ({
        what: `the gate and its p value differ at attempt 3: ${where}`,
        rate: 1,
        atMost: 0,
      })),
    ]),
  };
};
