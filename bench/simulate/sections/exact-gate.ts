import type { Claim } from '../claim.ts';
import { disagreements, mostFlips, tablesOfGate, worstFalsePromotion } from '../measures/exact-gate.ts';
import { alpha } from '../shipped.ts';
import { percent, tableLines } from '../table.ts';
import type { Measure } from './section.ts';

export const margins = [0.02, 0.03, 0.05, 0.08, 0.1, 0.15];

/** A few numbers of wins at which the gate as a whole is asked too. */
const spotChecks = [0, 2, 9];

/** Method A: the chance of a false promotion, by exact sums, is at most 5 % at every share of flips. */
export const measureExactGate =
  (cases: number): Measure =>
  (shipped) => {
    const found = margins.map((margin) => {
      const tables = tablesOfGate(shipped, cases, margin);
      return {
        margin,
        worst: worstFalsePromotion(tables, margin),
        different: disagreements(shipped, tables, margin, spotChecks),
      };
    });
    return {
      title: `A. Pass/fail, one trial a case, ${cases} cases: false promotion when the true drop is the margin`,
      lines: tableLines([
        ['margin', 'at most', `worst at up to ${percent(mostFlips, 0)} flips`, 'flips there'],
        ...found.map(({ margin, worst }) => [
          percent(margin, 0),
          percent(alpha, 2),
          percent(worst.rate, 4),
          percent(worst.share),
        ]),
      ]),
      claims: found.flatMap(({ margin, worst, different }): Claim[] => [
        { what: `A, ${cases} cases, margin ${margin}`, rate: worst.rate, atMost: alpha },
        ...different.map((where) => ({
          what: `the gate and its p value differ: ${where}`,
          rate: 1,
          atMost: 0,
        })),
      ]),
    };
  };
