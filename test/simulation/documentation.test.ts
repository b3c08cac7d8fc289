import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  promotionRateOfClusters,
  promotionRateOfPooledCases,
} from '../../bench/simulate/measures/clusters.ts';
import { tablesOfGate } from '../../bench/simulate/measures/exact-gate.ts';
import { promotionRate } from '../../bench/simulate/measures/monte-carlo.ts';
import { ratesOf } from '../../bench/simulate/measures/rules.ts';
import { cost, emptyRoom, flippedPairs, pairsOf, passFail } from '../../bench/simulate/paired-values.ts';
import { measurePowerOfRepeats } from '../../bench/simulate/sections/repeats.ts';
import { inPercent, measureRuleRows } from '../../bench/simulate/sections/rules.ts';
import { onlyRareAnswers } from '../../bench/simulate/worlds/amounts.ts';
import { worseClusters } from '../../bench/simulate/worlds/clusters.ts';
import { gatherEvidence } from '../../src/comparison/evidence.ts';
import { formatConfidence } from '../../src/core/format.ts';
import type { Gate } from '../../src/core/gate.ts';
import { judgeDifference } from '../../src/gates/judge-difference.ts';
import { attemptWords } from '../../src/report/attempt-words.ts';
import { chanceOfAny } from '../../src/statistics/attempts.ts';
import { exactMinimumCases } from '../../src/statistics/exact-minimum-cases.ts';
import { runFile } from '../release/runs.ts';
import { source } from './source.ts';

const page = readFileSync(
  fileURLToPath(new URL('../../docs/how-sure-is-a-gate.md', import.meta.url)),
  'utf8',
);

/** The cells of every row of the page's tables. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const rowOf = (first: string) => rows.find(([cell]) => cell === first)?.slice(1);

const gate: Gate = {
  name: 'quality',
  metric: 'quality',
  rule: 'noWorseThan',
  margin: { kind: 'absolute', value: 0.05 },
  enforced: true,
  confidence: 0.95,
  models: null,
  slice: null,
};

/** What a user reads; `wrong` cases fail on both arms. */
function sentence(flips: number, cases: number, wrong: number): string {
  const evidence = gatherEvidence(gate, flippedPairs(flips, flips, cases, wrong), 1);
  if (evidence.kind !== 'difference') throw new Error(evidence.kind);
  return judgeDifference(evidence, false).text;
}

describe('the page "How sure is a gate?"', () => {
  it('has the table that is measured', () => {
    for (const { name, rates } of measureRuleRows(source)) expect(rowOf(name)).toEqual(rates.map(inPercent));
  });

  it.each([
    [0, 20, 3],
    [5, 100, 10],
    [15, 300, 30],
  ])('quotes what %i flips each way in %i cases really print', (flips, cases, wrong) => {
    expect(page).toContain(`\`\`\`text\n${sentence(flips, cases, wrong)}\n\`\`\``);
  });

  it.each([20, 100, 300])('says what %i cases rule out', (cases) => {
    const ruledOut = [0, cases / 20].map((flips) => {
      const question = { confidence: 0.95, threshold: -0.05, relative: null };
      const { interval } = source.answerDifference(flippedPairs(flips, flips, cases), question);
      return `${(-100 * (interval?.low ?? Number.NaN)).toFixed(1)} points`;
    });
    expect(rowOf(String(cases))).toEqual(ruledOut);
  });

  it('says what repeats of 20 cases rule out', () => {
    const pairs = pairsOf(emptyRoom(passFail, 20, 5));
    const { interval } = source.answerDifference(pairs, {
      confidence: 0.95,
      threshold: -0.05,
      relative: null,
    });
    expect(page).toContain(
      `rule out drops above ${(-100 * (interval?.low ?? Number.NaN)).toFixed(1)} points, hardly`,
    );
  });

  it('says what an attempt gets and needs', () => {
    const confidences = [1, 2, 3, 4, 5].map((attempt) => source.confidenceOfAttempt(0.95, attempt));
    expect(rowOf('Its share of the 5 %')).toEqual(
      confidences.map((confidence) => `${(100 * source.alphaOf(confidence)).toFixed(2)} %`),
    );
    expect(rowOf('Each gate is judged at')).toEqual(confidences.map(formatConfidence));
    expect(rowOf('Cases needed for 5 points where nothing flips')).toEqual(
      confidences.map((confidence) => String(exactMinimumCases(0.05, confidence))),
    );
    const chances = [5, 10, 20].map((count) => `${(100 * chanceOfAny(0.05, count)).toFixed(0)} %`);
    expect(page.replaceAll('\n', ' ')).toContain(
      `one of 5 bad candidates at the limit passes with ${chances[0]}, of 10 with ${chances[1]}, of 20 with ${chances[2]}.`,
    );
  });

  it('quotes what a report says of attempts', () => {
    const earlier = { pass: 0, fail: 2, inconclusive: 1, unreadable: 0, elsewhere: 0 };
    const attempts = {
      mode: 'counted' as const,
      cases: '',
      earlier,
      falsePass: chanceOfAny(0.05, 4),
      candidates: 3,
    };
    const dataset = { name: 'triage', digest: '', cases: 283 };
    expect(page).toContain(`\`\`\`text\n${attemptWords(runFile({ attempt: 4, attempts, dataset }))}\n\`\`\``);
  });

  it('says how often an unchanged prompt passes', () => {
    const passes = (cases: number, margin: number) =>
      `${(100 * ratesOf(tablesOfGate(source, cases, margin)).same).toFixed(0)} %`;
    const text = page.replaceAll('\n', ' ').replaceAll(/ +/g, ' ');
    expect(text).toContain(`passes with ${passes(20, 0.15)}, and with ${passes(20, 0.2)} at 0.2`);
    expect(text).toContain(`with ${passes(250, 0.05)} on 250 cases and with ${passes(300, 0.05)} on 300`);
  });

  it('says what repeats do', () => {
    const { lines } = measurePowerOfRepeats(source, { draws: 1000, caseCounts: [] });
    const measured = lines.slice(1).map((line) => Number(/([\d.]+) %/.exec(line)?.[1]));
    const said = rowOf('Chance to pass')?.map((cell) => Number.parseInt(cell, 10)) ?? [];
    expect(said).toHaveLength(measured.length);
    // Four standard errors of 1,000 draws.
    said.forEach((share, index) => {
      expect(Math.abs(share - (measured[index] ?? Number.NaN))).toBeLessThan(6);
    });
  });

  it('says what it is to count clusters, and what to count their cases', () => {
    const run = { clusters: 60, size: 5, draws: 1000 };
    const tables = tablesOfGate(source, 300, 0.05);
    for (const world of worseClusters(0.05)) {
      const measured = [
        promotionRateOfClusters(source, world, { ...run, margin: 0.05 }),
        promotionRateOfPooledCases(tables, world, run),
      ];
      const said = rowOf(world.name.replace('cluster', 'customer'))?.map((cell) => Number.parseInt(cell, 10));
      expect(said, world.name).toHaveLength(2);
      measured.forEach((rate, index) => {
        expect(Math.abs((said?.[index] ?? Number.NaN) - 100 * rate)).toBeLessThan(6);
      });
    }
  });

  it.each([
    [3, 20],
    [10, 90],
    [20, 190],
  ])('says what answers %i × as long do to a cost gate', (times, oneIn) => {
    const draws = 1000;
    const world = onlyRareAnswers(cost, 0.1, 0.1, times);
    const rate = promotionRate(source, world, { cases: 100, repeats: 1, margin: 0.1, draws });
    const said = Number.parseInt(rowOf(`one answer in ${oneIn} is ${times} × as long`)?.[0] ?? '', 10);
    expect(Math.abs(said - 100 * rate)).toBeLessThan(6);
  });
});
