import { tablesOfGate } from '../measures/exact-gate.ts';
import { commonRules, type RuleRates, ratesOf, ratesOfRule, truth } from '../measures/rules.ts';
import { alpha, type Shipped } from '../shipped.ts';
import { percent, tableLines } from '../table.ts';
import type { Measure } from './section.ts';

export const ruleCaseCounts = [20, 50, 100, 300] as const;

/**
 * The figures that this project was designed on, in %, "same / 5 points worse". Its last column came from approximations
 * (the score test without its exact p value, for one), so up to a point of difference is expected there.
 */
const designed: Record<string, readonly string[]> = {
  'mean ≥ baseline': ['65 / 37', '59 / 18', '56 / 7', '54 / 0.3'],
  'drop ≤ 2 points': ['65 / 37', '75 / 33', '79 / 21', '88 / 6'],
  'not significantly worse': ['100 / 99', '99 / 87', '98 / 65', '97 / 16'],
  'prompteval, margin 5 points': ['10 / 2', '20 / 3', '41 / 4', '84 / 5'],
};

export interface RuleRow {
  name: string;
  rates: RuleRates[];
}

/** How likely each rule promotes an unchanged prompt and one that is 5 points worse. */
export function measureRuleRows(shipped: Shipped, caseCounts: readonly number[] = ruleCaseCounts): RuleRow[] {
  return [
    ...commonRules.map((rule) => ({
      name: rule.name,
      rates: caseCounts.map((cases) => ratesOfRule(rule, cases)),
    })),
    {
      name: 'prompteval, margin 5 points',
      rates: caseCounts.map((cases) => ratesOf(tablesOfGate(shipped, cases, truth.worse))),
    },
  ];
}

export const measureRules: Measure = (shipped) => {
  const rows = measureRuleRows(shipped);
  const gate = rows.at(-1);
  return {
    title:
      'Rules compared: chance to promote when the truth is "the same / 5 points worse"; 10 % of the cases flip',
    lines: [
      ...tableLines([
        ['', ...ruleCaseCounts.map((cases) => `n=${cases}`)],
        ...rows.flatMap(({ name, rates }) => [
          [name, ...rates.map(inPercent)],
          ['  as designed', ...(designed[name] ?? [])],
          ['  off by', ...rates.map((rate, index) => deviation(rate, designed[name]?.[index] ?? ''))],
        ]),
      ]),
      '',
      `20 bad candidates at the limit, one after another on the same cases: one slips through with ${percent(1 - 0.95 ** 20, 0)}.`,
    ],
    claims: (gate?.rates ?? []).map(({ worse }, index) => ({
      what: `5 points worse, margin 5 points, ${ruleCaseCounts[index]} cases`,
      rate: worse,
      atMost: alpha,
    })),
  };
};

/** `10 / 2`; below 1 with a digit. */
export function inPercent({ same, worse }: RuleRates): string {
  return [same, worse].map((rate) => (rate * 100).toFixed(rate < 0.01 ? 1 : 0)).join(' / ');
}

/** In points, measured − designed. */
function deviation({ same, worse }: RuleRates, figures: string): string {
  const [designedSame, designedWorse] = figures.split(' / ').map(Number);
  const off = (rate: number, figure = Number.NaN) => {
    const points = (rate * 100 - figure).toFixed(1);
    return points.startsWith('-') ? points.replace('-', '−') : `+${points}`;
  };
  return `${off(same, designedSame)} / ${off(worse, designedWorse)}`;
}
