import { findPassingTables } from '../passing-tables.ts';
import { chanceToPass, type PassingTables } from '../sums.ts';
import { flipsWith } from './exact-gate.ts';

/** A common way to decide from the flips alone. */
export interface Rule {
  name: string;
  passes(wins: number, losses: number, cases: number): boolean;
}

/** What other tools do. */
export const commonRules: readonly Rule[] = [
  { name: 'mean ≥ baseline', passes: (wins, losses) => wins >= losses },
  { name: 'drop ≤ 2 points', passes: (wins, losses, cases) => losses - wins <= 0.02 * cases + 1e-9 },
  // McNemar's test with continuity correction, one-sided at 5 %.
  {
    name: 'not significantly worse',
    passes: (wins, losses) => losses - wins - 1 <= 1.6448536269514722 * Math.sqrt(wins + losses),
  },
];

/** Stable is right in 85 % of the cases; in 10 % of the cases an answer flips. Only the flips matter to any rule. */
export const flipShare = 0.1;
export const truth = { same: 0, worse: 0.05 };

/** Chances to promote. */
export interface RuleRates {
  same: number;
  /** When the candidate is 5 points worse. */
  worse: number;
}

export function ratesOfRule({ passes }: Rule, cases: number): RuleRates {
  return ratesOf(findPassingTables(cases, (wins, losses) => passes(wins, losses, cases)));
}

export function ratesOf(tables: PassingTables): RuleRates {
  return {
    same: chanceToPass(tables, flipsWith(flipShare, truth.same)),
    worse: chanceToPass(tables, flipsWith(flipShare, truth.worse)),
  };
}
