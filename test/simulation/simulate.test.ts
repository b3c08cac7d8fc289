import { describe, expect, it } from 'vitest';
import { isBroken } from '../../bench/simulate/claim.ts';
import { measureExactGate } from '../../bench/simulate/sections/exact-gate.ts';
import { measureFloors } from '../../bench/simulate/sections/limits.ts';
import { measureRuleRows } from '../../bench/simulate/sections/rules.ts';
import { simulate } from '../../bench/simulate/simulate.ts';
import { tableLines } from '../../bench/simulate/table.ts';
import { source } from './source.ts';

const short = { draws: 20, caseCounts: [20] };

describe('npm run simulate', () => {
  it('says that everything holds', () => {
    const lines: string[] = [];
    expect(simulate(source, short, (line) => lines.push(line))).toBe(true);
    expect(lines.at(-1)).toMatch(/^All \d+ promises hold\.$/);
    expect(lines).toContainEqual(expect.stringMatching(/^mean ≥ baseline +65 \/ 37 /));
  });

  it('names what is broken', () => {
    const lines: string[] = [];
    const loose = { ...source, isSignificant: (p: number) => p <= 0.1 };
    const measures = [measureExactGate(20), measureFloors];
    expect(simulate(loose, short, (line) => lines.push(line), measures)).toBe(false);
    expect(lines).toContainEqual(
      expect.stringMatching(/^BROKEN {2}A, 20 cases, margin 0\.02: .+ promised at most 5\.00 %/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^BROKEN {2}the gate and its p value differ/));
  });
});

describe('the table that prompteval was designed on', () => {
  const rows = measureRuleRows(source);

  it.each([
    ['mean ≥ baseline', [65, 37, 59, 18, 56, 7, 54, 0.3], 0.5],
    ['drop ≤ 2 points', [65, 37, 75, 33, 79, 21, 88, 6], 0.5],
    ['not significantly worse', [100, 99, 99, 87, 98, 65, 97, 16], 0.5],
    // At 300 cases the design had the score test without its exact p value, which is a little too generous.
    ['prompteval, margin 5 points', [10, 2, 20, 3, 41, 4, 84, 5], 0.8],
  ] as const)('%s', (name, designed, within) => {
    const rates = rows.find((row) => row.name === name)?.rates ?? [];
    const measured = rates.flatMap(({ same, worse }) => [same * 100, worse * 100]);
    expect(measured).toHaveLength(designed.length);
    measured.forEach((value, index) => {
      expect(Math.abs(value - (designed[index] ?? Number.NaN))).toBeLessThanOrEqual(within);
    });
  });
});

describe('a promise', () => {
  it.each([
    ['at its limit', { rate: 0.05, atMost: 0.05 }, false],
    ['beyond it by rounding', { rate: 0.05 + 1e-12, atMost: 0.05 }, false],
    ['beyond it', { rate: 0.0501, atMost: 0.05 }, true],
    ['beyond it, but within what 2,000 draws can tell', { rate: 0.06, atMost: 0.05, draws: 2000 }, false],
    ['beyond what 2,000 draws can tell', { rate: 0.066, atMost: 0.05, draws: 2000 }, true],
    ['below what has to be reached', { rate: 0.79, atLeast: 0.8 }, true],
    ['not measured', { rate: Number.NaN, atMost: 0.05 }, true],
    ['of nothing', { rate: 0.5 }, false],
  ])('%s', (_, claim, expected) => {
    expect(isBroken({ what: '', ...claim })).toBe(expected);
  });
});

describe('a table', () => {
  it('lines its columns up', () => {
    expect(
      tableLines([
        ['', 'n=20'],
        ['a rule', '5 %'],
        ['b', '100 %'],
      ]),
    ).toEqual(['         n=20', 'a rule    5 %', 'b       100 %']);
  });
});
