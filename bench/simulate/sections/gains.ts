import type { Claim } from '../claim.ts';
import { disagreements, mostFlips, tablesOfGate, worstFalsePromotion } from '../measures/exact-gate.ts';
import { alpha } from '../shipped.ts';
import { percent, tableLines } from '../table.ts';
import type { Measure } from './section.ts';

export const gains = [0, 0.02, 0.05, 0.1];
const counts = [20, 100, 300];

/** A few numbers of wins at which the gate as a whole is asked too. */
const spotChecks = [3, 9];

/** `betterThan` on pass/fail metrics: a gain is a margin below zero. */
export const measureGains: Measure = (shipped) => {
  const found = counts.map((cases) => ({
    cases,
    worst: gains.map((gain) => {
      const tables = tablesOfGate(shipped, cases, -gain);
      return {
        gain,
        rate: worstFalsePromotion(tables, -gain).rate,
        different: disagreements(shipped, tables, -gain, spotChecks),
      };
    }),
  }));
  return {
    title: `A. betterThan, by exact sums: false promotion when the true gain is what is asked for, worst at up to ${percent(mostFlips, 0)} flips`,
    lines: tableLines([
      ['cases', ...gains.map((gain) => `by: ${gain}`)],
      ...found.map(({ cases, worst }) => [String(cases), ...worst.map(({ rate }) => percent(rate, 2))]),
    ]),
    claims: found.flatMap(({ cases, worst }) =>
      worst.flatMap(({ gain, rate, different }): Claim[] => [
        { what: `betterThan ${gain}, ${cases} cases`, rate, atMost: alpha },
        ...different.map((where) => ({
          what: `the gate and its p value differ: ${where}`,
          rate: 1,
          atMost: 0,
        })),
      ]),
    ),
  };
};
