import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { Evaluator } from '../../src/core/evaluator.ts';
import type { PairContext } from '../../src/core/pair.ts';
import type { ModelReply, ModelRequest } from '../../src/core/provider.ts';
import type { PlannedTrial, TrialRecord } from '../../src/core/trial.ts';
import type { AnswerCache } from '../../src/runner/answer-cache.ts';
import { pairModels } from '../../src/runner/model-pairings.ts';
import { Pairs } from '../../src/runner/pairs.ts';
import { couplesOf, planTrials } from '../../src/runner/plan-trials.ts';
import { type RunnerPorts, runTrials } from '../../src/runner/run-trials.ts';
import { type Waiting, type WaitingAnswer, WaitingAnswers } from '../../src/runner/waiting-answers.ts';
import { answer, armOf, caseList, createPorts, fakeProvider, promptWith } from './trials.ts';

const toned: Evaluator = {
  name: 'toned',
  version: '1',
  models: ['fake/judge'],
  metrics: [{ id: 'tone', better: 'higher', kind: 'binary', range: [0, 1] }],
  evaluate: async ({ ask, completion }) => {
    await ask?.({ model: 'fake/judge', messages: [{ role: 'user', content: completion.text }] });
    return { metric: 'tone', value: 1 };
  },
};

function waitingFor(testCase: string, changes: Partial<WaitingAnswer> = {}): WaitingAnswer {
  const completion = { ...answer, text: 'of before', latencyMs: 777, costUsd: 0.002 };
  return {
    arm: 'candidate',
    case: testCase,
    model: 'fake/small',
    repeat: 0,
    completion,
    attempts: 3,
    ...changes,
  };
}

/** A candidate alone, and what happened in which order. */
function judgedRun(
  {
    left = [],
    judge = async () => answer,
    ...changes
  }: Partial<RunnerPorts> & { left?: Waiting[]; judge?: () => Promise<ModelReply> } = {},
  cases = 3,
) {
  const told: string[] = [];
  const provider = fakeProvider(
    async ({ model }: ModelRequest) => {
      told.push(model === 'judge' ? 'judged' : 'asked');
      return model === 'judge' ? judge() : answer;
    },
    { concurrency: 1, maxRetries: 0 },
  );
  const lines: string[] = [];
  const append = async (line: string) => {
    told.push('about' in JSON.parse(line) ? 'replied' : 'written');
    lines.push(line);
  };
  const waiting = new WaitingAnswers(append, left);
  const made = createPorts(provider, { evaluators: [toned], waiting, ...changes });
  const plan = {
    baseline: null,
    candidate: armOf('candidate'),
    pairings: pairModels(['own'], null, promptWith()),
    cases: caseList(cases),
    repeats: 1,
  };
  const run = () => runTrials(() => planTrials(plan), ['fake/small'], made.ports);
  return { ...made, waiting, told, lines, run };
}

describe('an answer whose judge is asked', () => {
  it('is written down before', async () => {
    const { run, told, waiting, records } = judgedRun({}, 2);
    await run();
    const each = ['asked', 'written', 'judged', 'replied'];
    expect(told).toEqual([...each, ...each]);
    expect(waiting.isEmpty).toBe(true);
    expect(records).toHaveLength(2);
  });

  it('waits on where the judge refuses the key', async () => {
    const refusal = new ProviderError('no', { code: 'unauthorized', scope: 'run' });
    const { run, waiting, records } = judgedRun({ judge: () => Promise.reject(refusal) });
    await expect(run()).rejects.toBe(refusal);
    expect(waiting).toMatchObject({ size: 1, usd: 0.001 });
    expect(records).toEqual([]);
  });

  it.each(['run', 'sweep'])('of a %s is in the cache before too, and once', async (kind) => {
    const kept: string[] = [];
    const told: string[] = [];
    const answers: AnswerCache = {
      find: async () => null,
      keep: async ({ case: { id } }) => void kept.push(`${id} ${told.at(-1)}`),
      repliesAbout: () => ({ find: async () => null, keep: async () => undefined }),
    };
    const waiting = new WaitingAnswers(async () => void told.push('written'));
    const judge = async () => {
      told.push('judged');
      return answer;
    };
    const { run } = judgedRun({ answers, waiting: kind === 'run' ? waiting : undefined, judge }, 1);
    await run();
    const before = kind === 'run' ? ['written'] : [];
    expect(kept).toEqual([`case-0 ${before.at(-1)}`]);
    expect(told).toEqual([...before, 'judged', ...before]);
  });

  it('is not written down where it comes from the cache', async () => {
    const found = { reply: { ...answer, latencyMs: null }, dropped: [], askedAt: '2026-11-01T00:00:00.000Z' };
    const answers: AnswerCache = {
      find: async () => found,
      keep: async () => undefined,
      repliesAbout: () => ({ find: async () => null, keep: async () => undefined }),
    };
    const { run, told } = judgedRun({ answers }, 1);
    await run();
    expect(told).toEqual(['judged', 'replied']);
  });
});

describe('an answer that waited', () => {
  it('is judged and not asked again, and counts as it was measured', async () => {
    const { run, told, waiting, records } = judgedRun({ left: [waitingFor('case-1')] });
    const totals = await run();
    expect(told.filter((what) => what === 'asked')).toHaveLength(2);
    expect(told.filter((what) => what === 'judged')).toHaveLength(3);
    expect(totals).toMatchObject({ completed: 3, cached: 0, usd: expect.closeTo(0.004, 10) });
    expect(waiting.size).toBe(0);
    const record = records.find((one) => one.case === 'case-1');
    const { completion, attempts } = waitingFor('case-1');
    expect(record).toMatchObject({ status: 'completed', completion, attempts, judge: { calls: 1 } });
    expect(record).not.toHaveProperty('askedAt');
  });

  it.each([
    ['and is the whole budget', 0.002, { completed: 0, stopped: 'budget' }, 0],
    ['and leaves some of it, which is not spent twice', 0.0045, { completed: 2, stopped: 'budget' }, 1],
    ['and leaves enough of it', 1, { completed: 3, stopped: null }, 2],
  ])('belongs to what was spent, %s', async (_, maxCost, expected, asked) => {
    const { run, told } = judgedRun({ left: [waitingFor('case-0')], maxCost });
    expect(await run()).toMatchObject(expected);
    expect(told.filter((what) => what === 'asked')).toHaveLength(asked);
  });
});

/** Asks about each answer whether it is polite, twice, and whether it is short. */
const severe: Evaluator = {
  ...toned,
  evaluate: async ({ ask }) => {
    for (const content of ['polite?', 'polite?', 'short?']) {
      await ask?.({ model: 'fake/judge', messages: [{ role: 'user', content }] });
    }
    return { metric: 'tone', value: 1 };
  },
};

/** The lines that a run leaves whose judge refuses its key after so many replies. */
async function cutAfter(replies: number): Promise<Waiting[]> {
  let asked = 0;
  const judge = async () => {
    if (asked++ === replies) throw new ProviderError('no', { code: 'unauthorized', scope: 'run' });
    return answer;
  };
  const { run, lines } = judgedRun({ evaluators: [severe], judge });
  await expect(run()).rejects.toThrow('no');
  return lines.map((line) => JSON.parse(line));
}

describe('what a judge replied about an answer that waited', () => {
  it.each([0, 1, 2])('is not asked for again, after %i replies', async (replies) => {
    const whole = judgedRun({ evaluators: [severe] });
    const expected = await whole.run();
    const left = await cutAfter(replies);
    const { run, told, waiting, records } = judgedRun({ evaluators: [severe], left });
    expect(waiting.usd).toBeCloseTo(0.001 * (1 + replies), 12);
    expect(await run()).toEqual(expected);
    expect(told.filter((what) => what === 'judged')).toHaveLength(9 - replies);
    expect(records.map(({ judge }) => judge)).toEqual(whole.records.map(({ judge }) => judge));
    expect(waiting.isEmpty).toBe(true);
  });

  it.each([
    ['and is the whole budget', 0.003, 0],
    ['and leaves some of it, which is not spent twice', 0.0035, 1],
  ])('belongs to what was spent, %s', async (_, maxCost, judged) => {
    const { run, told } = judgedRun({ evaluators: [severe], left: await cutAfter(2), maxCost });
    expect(await run()).toMatchObject({ stopped: 'budget', completed: judged });
    expect(told.filter((what) => what === 'judged')).toHaveLength(judged);
  });
});

/** Asks of each pair twice which one is better. */
const choosing: Evaluator = {
  ...{ name: 'choosing', version: '1', models: ['fake/judge'], evaluate: () => [] },
  metrics: [{ id: 'better', better: 'higher', kind: 'score', range: [0, 1], pairwise: true }],
  compare: async ({ ask }: PairContext) => {
    for (const content of ['first?', 'second?']) {
      await ask?.({ model: 'fake/judge', messages: [{ role: 'user', content }] });
    }
    return { metric: 'better', prefers: null };
  },
};

describe('what a judge replied about a pair', () => {
  const settings = { id: 'fake/small', model: 'fake/small', parameters: {} };
  const plan = {
    baseline: armOf('baseline'),
    candidate: armOf('candidate'),
    pairings: [{ id: 'fake/small', baseline: settings, candidate: settings }],
    cases: caseList(2),
    repeats: 1,
  };

  /** The plan's trials but for those that are recorded already, with a judge that refuses its key after so many replies. */
  async function choose(replies: number, recorded: readonly TrialRecord[] = [], left: Waiting[] = []) {
    let judged = 0;
    const provider = fakeProvider(
      async ({ model }: ModelRequest) => {
        if (model === 'judge' && judged++ === replies) {
          throw new ProviderError('no', { code: 'unauthorized', scope: 'run' });
        }
        return answer;
      },
      { concurrency: 1, maxRetries: 0 },
    );
    const lines: Waiting[] = [];
    const waiting = new WaitingAnswers(async (line) => void lines.push(JSON.parse(line)), left);
    const made = createPorts(provider, { evaluators: [choosing], waiting });
    const pairs = new Pairs(couplesOf(plan), plan.cases);
    for (const record of recorded) pairs.keep(record);
    const isKept = ({ arm, case: { id } }: PlannedTrial) =>
      recorded.some((record) => record.arm === arm.name && record.case === id);
    const trials = () => planTrials({ ...plan, isKept });
    const done = runTrials(trials, ['fake/small'], { ...made.ports, pairs });
    await done.catch(() => undefined);
    return { ...made, done, waiting, lines, judged };
  }

  it('is not asked for again, and counts as paid for', async () => {
    const whole = await choose(Number.POSITIVE_INFINITY);
    const cut = await choose(1);
    await expect(cut.done).rejects.toThrow('no');
    expect(cut.lines).toMatchObject([{ about: { case: 'case-0', model: 'fake/small' }, draw: 0 }]);
    const rest = await choose(Number.POSITIVE_INFINITY, cut.records, cut.lines);
    expect([whole.judged, rest.judged]).toEqual([4, 3]);
    expect(rest.pairs.map(({ judge }) => judge)).toEqual(whole.pairs.map(({ judge }) => judge));
    expect((await rest.done).judgeUsd).toBeCloseTo((await whole.done).judgeUsd, 12);
    expect(rest.waiting.isEmpty).toBe(true);
  });
});
