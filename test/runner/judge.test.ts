import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { Evaluator } from '../../src/core/evaluator.ts';
import type { PairContext } from '../../src/core/pair.ts';
import type { ProgressEvent } from '../../src/core/progress.ts';
import type { ModelReply, ModelRequest } from '../../src/core/provider.ts';
import type { AnswerCache, KeptAnswer } from '../../src/runner/answer-cache.ts';
import { Pairs } from '../../src/runner/pairs.ts';
import { couplesOf, planTrials } from '../../src/runner/plan-trials.ts';
import { type RunnerPorts, runTrials } from '../../src/runner/run-trials.ts';
import { answer, armOf, caseList, createPorts, deferred, fakeProvider, turns } from './trials.ts';

const settings = { id: 'fake/small', model: 'fake/small', parameters: {} };
const pairing = { id: 'fake/small', baseline: settings, candidate: settings };

/** An evaluator that asks a judge so often about each answer. */
function asking(times = 1): Evaluator {
  return {
    name: 'asking',
    version: '1',
    metrics: [{ id: 'tone', better: 'higher', kind: 'binary', range: [0, 1] }],
    models: Array.from({ length: times }, () => 'fake/judge'),
    async evaluate({ ask, completion }) {
      const messages = [{ role: 'user' as const, content: `good? ${completion.text}` }];
      const said = await Promise.all(
        Array.from({ length: times }, () => ask?.({ model: 'fake/judge', messages })),
      );
      return { metric: 'tone', value: Number(said.every((text) => text === 'yes')) };
    },
  };
}

/** An evaluator that asks once about each pair. */
const comparing: Evaluator = {
  name: 'comparing',
  version: '1',
  metrics: [{ id: 'better', better: 'higher', kind: 'score', range: [0, 1], pairwise: true }],
  models: ['fake/judge'],
  evaluate: () => [],
  async compare({ ask, answers }: PairContext) {
    const content = answers.map(({ text }) => text).join(' or ');
    await ask?.({ model: 'fake/judge', messages: [{ role: 'user', content }] });
    return { metric: 'better', prefers: null };
  },
};

const isJudge = ({ model }: ModelRequest) => model === 'judge';
const says = (text: string): ModelReply => ({ ...answer, text });

interface Setting {
  cases?: number;
  reply?: (request: ModelRequest) => Promise<ModelReply>;
  ports?: Partial<RunnerPorts>;
  concurrency?: number;
  evaluator?: Evaluator;
}

async function run({
  cases = 4,
  reply,
  ports: changes = {},
  concurrency = 4,
  evaluator = asking(),
}: Setting) {
  const requests: ModelRequest[] = [];
  const provider = fakeProvider(
    async (request) => {
      requests.push(request);
      return reply
        ? reply(request)
        : says(isJudge(request) ? 'yes' : `about ${request.messages[0]?.content}`);
    },
    { concurrency, maxRetries: 1 },
  );
  const made = createPorts(provider, { evaluators: [evaluator], ...changes });
  const plan = {
    baseline: armOf('baseline'),
    candidate: armOf('candidate'),
    cases: caseList(cases),
    pairings: [pairing],
    repeats: 1,
  };
  const pairs = evaluator.compare ? new Pairs(couplesOf(plan), plan.cases) : undefined;
  const totals = await runTrials(() => planTrials(plan), ['fake/small'], { ...made.ports, pairs });
  return { ...made, totals, requests, judged: requests.filter(isJudge).length };
}

/** A cache in memory, of judges alone. */
function memory(): { cache: AnswerCache; replies: Map<string, KeptAnswer> } {
  const replies = new Map<string, KeptAnswer>();
  const cache: AnswerCache = {
    find: async () => null,
    keep: async () => undefined,
    repliesAbout: ({ repeat }) => {
      const keyOf = (question: object, draw: number) => JSON.stringify([question, repeat, draw]);
      return {
        find: async ({ request }, draw) => replies.get(keyOf(request, draw)) ?? null,
        keep: async ({ request }, draw, reply) =>
          void replies.set(keyOf(request, draw), { ...reply, askedAt: '2026-01-01T00:00:00Z' }),
      };
    },
  };
  return { cache, replies };
}

describe('a judge', () => {
  it('stands in the record of its trial, by the metric that asked', async () => {
    const { records, totals } = await run({
      ports: { priceOf: (model) => (model === 'fake/judge' ? 0.01 : 0.1) },
    });
    expect(records.map(({ judge }) => judge)).toEqual(
      Array.from({ length: 8 }, () => ({
        ...{ calls: 1, usd: 0.01, unpriced: 0 },
        by: { tone: { calls: 1, usd: 0.01, unpriced: 0 } },
      })),
    );
    expect(totals.judgeUsd).toBeCloseTo(0.08, 12);
    expect(totals.usd).toBeCloseTo(0.8, 12);
  });

  it('is priced by an estimate where its provider counts no tokens, and counted where no price is known', async () => {
    const seen: unknown[] = [];
    const { records } = await run({
      cases: 1,
      reply: async (request) => ({ ...says('yes'), usage: isJudge(request) ? null : answer.usage }),
      ports: {
        priceOf: (model, usage) => {
          if (model === 'fake/judge') seen.push(usage);
          return model === 'fake/judge' ? null : 0.1;
        },
      },
    });
    expect(seen).toContainEqual({ inputTokens: 7, outputTokens: 3, estimated: true });
    expect(records[0]?.judge).toMatchObject({ calls: 1, usd: 0, unpriced: 1 });
  });

  it('takes what was replied before, and each vote has a reply of its own', async () => {
    const { cache, replies } = memory();
    const first = await run({ evaluator: asking(3), ports: { answers: cache } });
    // Both arms answer the same here, and share what was said of it.
    expect(first.judged).toBeLessThanOrEqual(24);
    expect(replies.size).toBe(12);
    const second = await run({ evaluator: asking(3), ports: { answers: cache } });
    expect(second.judged).toBe(0);
    expect(second.totals.judgeUsd).toBe(0);
    expect(second.records[0]?.judge).toMatchObject({ calls: 0, usd: 0, cached: 3 });
    expect(second.events.filter(({ type }) => type === 'judge-replied')).toHaveLength(24);
  });

  it('keeps no reply that came to no score', async () => {
    const { cache, replies } = memory();
    const unreadable: Evaluator = {
      ...asking(),
      async evaluate({ ask }) {
        await ask?.({ model: 'fake/judge', messages: [] });
        return { metric: 'tone', unscored: 'could not be read' };
      },
    };
    await run({ evaluator: unreadable, ports: { answers: cache } });
    expect(replies.size).toBe(0);
  });

  it('ends the run where it can never answer, and leaves unscored what it did not say', async () => {
    const fatal = new ProviderError('wrong key', { code: 'unauthorized', scope: 'run' });
    const failing = (error: ProviderError) => async (request: ModelRequest) => {
      if (isJudge(request)) throw error;
      return answer;
    };
    await expect(run({ reply: failing(fatal) })).rejects.toBe(fatal);
    const busy = new ProviderError('busy', { code: 'overloaded', scope: 'attempt', retryAfterMs: 0 });
    const { records, events, totals } = await run({ reply: failing(busy), cases: 1 });
    expect(totals).toMatchObject({ completed: 2, stopped: null });
    expect(records[0]?.scores).toMatchObject([{ metric: 'tone', unscored: expect.stringContaining('busy') }]);
    const count = (wanted: ProgressEvent['type']) => events.filter(({ type }) => type === wanted).length;
    expect([count('judge-retried'), count('judge-failed'), count('judge-replied')]).toEqual([2, 2, 0]);
  });

  it('shares the limit of its provider with the trials, and never waits for one that waits for it', async () => {
    let now = 0;
    let most = 0;
    await run({
      cases: 12,
      concurrency: 2,
      reply: async () => {
        most = Math.max(most, ++now);
        await turns(1);
        now--;
        return says('yes');
      },
    });
    expect(most).toBe(2);
  });
});

describe('the budget of judged trials', () => {
  const priced = { priceOf: (model: string) => (model === 'fake/judge' ? 0.3 : 0.1) };

  it('counts what a judge may cost before its answer is asked for', async () => {
    const gate = deferred();
    const asked: ModelRequest[] = [];
    const running = run({
      reply: async (request) => {
        asked.push(request);
        await gate.promise;
        return says('yes');
      },
      ports: { ...priced, maxCost: 0.75, expectedJudging: () => 0.3 },
    });
    await turns();
    // 0.4 each with its judge: the second one reaches the cap.
    expect(asked).toHaveLength(2);
    gate.resolve();
    const { totals } = await running;
    expect(totals.stopped).toBe('budget');
    expect(totals.usd + totals.judgeUsd).toBeCloseTo(0.8, 12);
  });

  it('holds for judges of answers that a cache has', async () => {
    const { cache } = memory();
    const cached: AnswerCache = {
      ...cache,
      find: async () => ({
        reply: { ...answer, text: 'kept' },
        dropped: [],
        askedAt: '2026-01-01T00:00:00Z',
      }),
    };
    const { totals, judged } = await run({
      cases: 20,
      ports: { priceOf: () => 0.25, maxCost: 0.75, expectedJudging: () => 0.25, answers: cached },
    });
    expect(totals).toMatchObject({ stopped: 'budget', usd: 0 });
    expect(judged).toBe(3);
    expect(totals.judgeUsd).toBe(0.75);
  });

  it('holds for pairs, which are judged after their answers are paid for', async () => {
    const { totals, pairs, records, judged } = await run({
      cases: 20,
      evaluator: comparing,
      reply: async ({ messages }) => says(String(Math.random()) + messages.length),
      ports: { ...priced, maxCost: 1.5, expectedJudging: (_, about) => (about === 'pair' ? 0.3 : 0) },
    });
    expect(totals.stopped).toBe('budget');
    // No more than what was in flight when the cap was reached.
    expect(totals.usd + totals.judgeUsd).toBeLessThan(1.5 + 4 * 0.3);
    expect(pairs).toHaveLength(judged);
    expect(pairs.every(({ case: id }) => records.filter((record) => record.case === id).length === 2)).toBe(
      true,
    );
  });
});

describe('a pair', () => {
  it('is judged once both answers are recorded, at a cost of its own', async () => {
    const { pairs, records, totals } = await run({ evaluator: comparing });
    expect(pairs.map(({ case: id }) => id).sort()).toEqual(['case-0', 'case-1', 'case-2', 'case-3']);
    expect(pairs[0]).toMatchObject({
      pair: 'fake/small',
      repeat: 0,
      scores: [{ metric: 'better', value: 0.5 }],
      judge: { calls: 1, by: { better: { calls: 1 } } },
    });
    expect(records.every(({ scores, judge }) => scores.length === 0 && judge === undefined)).toBe(true);
    expect(totals.judgeUsd).toBeCloseTo(0.004, 12);
  });

  it('is not judged where one of its answers failed, and nothing waits for it', async () => {
    const { pairs, totals } = await run({
      evaluator: comparing,
      reply: async ({ messages }) => {
        if (messages[0]?.content === 'message 1') {
          throw new ProviderError('too long', { code: 'bad-request', scope: 'trial' });
        }
        return says('yes');
      },
    });
    expect(totals).toMatchObject({ completed: 6, failed: 2 });
    expect(pairs).toHaveLength(3);
  });
});
