import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import { Observations } from '../../src/comparison/observations.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { SweepRow } from '../../src/core/sweep.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import type { GateStatus, Verdict } from '../../src/core/verdict.ts';
import { type JudgedRow, qualityOf, tabulate } from '../../src/evaluation/sweep-table.ts';
import { bothArms, grade, maxIncrease, noWorseThan, quality } from '../comparison/observed.ts';

interface Answers {
  /** Whether the candidate is right, by the number of the case. */
  right(index: number): boolean;
  usd?: number;
  latencyMs?: number | null;
  verdict?: Verdict;
  cached?: number;
}

const count = 100;
const gates: Gate[] = [noWorseThan('quality', 0.05)];
/** Of stable: three cases of four. */
const fair = (index: number) => index % 4 !== 0;
const passed: Verdict = { status: 'pass', headline: '', outcomes: [] };

function outcome(metric: string, status: GateStatus, reason: string): Verdict['outcomes'][number] {
  const words = { expected: '', actual: '', text: '' };
  return {
    gate: metric,
    metric,
    model: null,
    slice: null,
    status,
    enforced: true,
    reason,
    interval: null,
    ...words,
  };
}

function judged(answers: Answers, index: number): JudgedRow {
  const { right, usd = 0.001, latencyMs = 100, verdict = passed, cached = 0 } = answers;
  const cases = Array.from({ length: count }, (_, number) => ({
    id: `c${number}`,
    tags: [],
    critical: false,
  }));
  const observations = new Observations(cases, 1);
  const record = (
    arm: TrialRecord['arm'],
    number: number,
    isRight: boolean,
    costUsd: number,
  ): TrialRecord => ({
    ...{ arm, case: `c${number}`, model: bothArms.id, repeat: 0, status: 'completed', attempts: 1 },
    completion: { text: '', finishReason: 'stop', usage: null, costUsd, latencyMs, servedModel: null },
    scores: [{ metric: 'quality', value: isRight ? 1 : 0 }],
  });
  for (let number = 0; number < count; number++) {
    observations.add(record('baseline', number, fair(number), 0.001));
    observations.add(record('candidate', number, right(number), usd));
  }
  const { comparisons } = compareArms(observations, { pairings: [bothArms], metrics: [quality], gates });
  return {
    observations,
    pairing: bothArms,
    run: {
      comparisons,
      verdict,
      trials: { planned: 2 * count, completed: 2 * count, failed: 0, cached },
    },
    described: {
      variant: `v${index + 1}`,
      candidate: { version: null, digest: `sha256:${index}` },
      settings: bothArms.candidate,
      stable: 0,
    },
  };
}

function table(...rows: Answers[]) {
  return tabulate(rows.map(judged), { metrics: [quality], gates, quality: 'quality', cluster: null });
}

const standings = (rows: readonly SweepRow[]) => rows.map(({ standing }) => standing);
const perfect = { right: () => true };
const poor = { right: (index: number) => index % 2 !== 0 };
const untimed: Verdict = {
  ...passed,
  status: 'inconclusive',
  outcomes: [outcome('latency', 'inconclusive', 'missing-results')],
};
const blocked: Verdict = {
  ...passed,
  status: 'fail',
  outcomes: [outcome('quality', 'fail', 'proven-worse')],
};

describe('the rows of a sweep', () => {
  it('names the one that is proven better than all others, and what is worse than stable', () => {
    const { rows, best } = table({ right: fair }, perfect, poor);
    expect(best).toEqual({ rows: [2] });
    expect(standings(rows)).toEqual(['tie', 'better', 'worse']);
    expect(rows.map(({ dominatedBy }) => dominatedBy)).toEqual([[2], [], [1, 2]]);
  });

  it('calls two with the same answers a tie', () => {
    const { rows, best, cheapest } = table(perfect, perfect, { right: fair });
    expect(best).toEqual({ rows: [1, 2] });
    expect(cheapest).toEqual({ rows: [1, 2], untimed: false });
    expect(rows.map(({ dominatedBy }) => dominatedBy)).toEqual([[], [], [1, 2]]);
  });

  it('names no winner among twenty with the same answers, whatever chance made of their latencies', () => {
    const same = Array.from({ length: 20 }, (_, index) => ({
      right: fair,
      usd: 0.001 + index * 4e-7,
      latencyMs: 100 + (index % 7),
    }));
    const { rows, best, cheapest } = table(...same);
    expect(best?.rows).toHaveLength(20);
    expect(cheapest?.rows).toHaveLength(20);
    expect(new Set(standings(rows))).toEqual(new Set(['tie']));
    expect(rows.every(({ dominatedBy }) => dominatedBy.length === 0)).toBe(true);
  });

  it('asks more of a difference the more rows there are', () => {
    // Seven of 25 wrong cases put right: p = 0.016 alone.
    const slightly = { right: (index: number) => fair(index) || index < 28 };
    const many = Array.from({ length: 11 }, () => ({ right: fair }));
    const alone = table(slightly).rows[0];
    const among = table(slightly, ...many).rows[0];
    expect([alone?.standing, among?.standing]).toEqual(['better', 'tie']);
    expect(among?.pValue).toBe(alone?.pValue);
    expect(among?.adjusted).toBeCloseTo(12 * (alone?.pValue ?? 0), 12);
  });

  it('names the cheapest of those that clear every gate', () => {
    const { cheapest, rows } = table(
      { ...perfect, usd: 0.002 },
      { ...perfect, usd: 0.001 },
      { ...poor, usd: 0.0001, verdict: blocked },
    );
    expect(cheapest).toEqual({ rows: [2], untimed: false });
    expect(rows.map(({ clears }) => clears)).toEqual(['yes', 'yes', 'no']);
    expect(rows.map(({ costPer1000 }) => costPer1000)).toEqual(
      [2, 1, 0.1].map((usd) => expect.closeTo(usd, 9)),
    );
    expect(rows[0]?.dominatedBy).toEqual([2]);
    // What is cheaper is not dominated, however poor it is.
    expect(rows[2]?.dominatedBy).toEqual([]);
  });

  it('does not let a latency that may be chance speak for a row, and lets one that is not', () => {
    const dear = { ...perfect, usd: 0.01 };
    const cheap = { ...perfect, usd: 0.001, latencyMs: 100 };
    expect(table({ ...dear, latencyMs: 50 }, cheap).rows[0]?.dominatedBy).toEqual([]);
    expect(table({ ...dear, latencyMs: 95 }, cheap).rows[0]?.dominatedBy).toEqual([2]);
  });

  it('does not grey what clears its gates for what does not', () => {
    const { rows } = table({ right: fair }, { ...perfect, verdict: blocked });
    expect(rows[0]?.dominatedBy).toEqual([]);
  });

  it.each<[Partial<Answers>, SweepRow['clears']]>([
    [{ verdict: untimed, cached: 50 }, 'untimed'],
    [{ verdict: untimed, cached: 0 }, 'undecided'],
    [
      {
        verdict: { ...untimed, outcomes: [...untimed.outcomes, outcome('cost', 'inconclusive', 'no-price')] },
        cached: 50,
      },
      'undecided',
    ],
    [{ verdict: blocked, cached: 50 }, 'no'],
  ])('%j clears its gates: %s', (answers, expected) => {
    const { rows, cheapest } = table({ right: fair, ...answers });
    expect(rows[0]?.clears).toBe(expected);
    expect(cheapest).toEqual(expected === 'untimed' ? { rows: [1], untimed: true } : null);
  });
});

it.each<[string | null, Gate[]]>([
  ['quality', []],
  ['grade', [noWorseThan('grade', 0.5)]],
  ['quality', [maxIncrease('cost', 0.1)]],
  ['quality', [noWorseThan('grade', 0.5, { enforced: false }), noWorseThan('quality', 0.05)]],
])('variants are chosen by %s', (expected, asked) => {
  expect(qualityOf([quality, grade], asked)).toBe(expected);
  expect(qualityOf([], asked)).toBeNull();
});
