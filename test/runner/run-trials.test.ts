import { describe, expect, it } from 'vitest';
import { InputError, ProviderError } from '../../src/core/errors.ts';
import type { Evaluator } from '../../src/core/evaluator.ts';
import type { ModelReply, ModelRequest, Provider } from '../../src/core/provider.ts';
import type { PlannedTrial, TrialRecord } from '../../src/core/trial.ts';
import { pairModels } from '../../src/runner/model-pairings.ts';
import { planTrials } from '../../src/runner/plan-trials.ts';
import { type RunnerPorts, runTrials } from '../../src/runner/run-trials.ts';
import { answer, armOf, caseList, createPorts, deferred, fakeProvider, promptWith, turns } from './trials.ts';

function planOf(cases: number): () => Iterable<PlannedTrial> {
  const [baseline, candidate] = [armOf('baseline'), armOf('candidate')];
  const pairings = pairModels(['own'], baseline.prompt, candidate.prompt);
  return () => planTrials({ baseline, candidate, pairings, cases: caseList(cases), repeats: 1 });
}

function run(cases: number, ports: RunnerPorts) {
  return runTrials(planOf(cases), ['fake/small'], ports);
}

function failure(scope: 'attempt' | 'trial' | 'run', code: string): ProviderError {
  return new ProviderError(`it said ${code}`, { code, scope, retryAfterMs: 0 });
}

/** The number in a request's message: which case it is. */
function caseOf(request: ModelRequest): number {
  return Number(request.messages[0]?.content.replace('message ', ''));
}

const sayRight: Evaluator = {
  name: 'right',
  version: '1',
  metrics: [{ id: 'right', better: 'higher', kind: 'binary', range: [0, 1] }],
  evaluate: ({ completion, case: { id } }) => ({
    metric: 'right',
    value: completion.text === `billing ${id}` ? 1 : 0,
  }),
};

describe('a run', () => {
  it('asks, prices, scores and records every trial', async () => {
    const provider = fakeProvider(async (request) => ({
      ...answer,
      text: `billing case-${caseOf(request)}`,
    }));
    const { ports, records, events } = createPorts(provider, { evaluators: [sayRight] });
    const totals = await run(3, ports);
    expect(totals).toEqual({
      completed: 6,
      failed: 0,
      usd: expect.closeTo(0.006, 10),
      judgeUsd: 0,
      cached: 0,
      stopped: null,
    });
    expect(records).toHaveLength(6);
    expect(records.find((record) => record.case === 'case-1' && record.arm === 'baseline')).toEqual({
      arm: 'baseline',
      case: 'case-1',
      model: 'fake/small',
      repeat: 0,
      status: 'completed',
      completion: { ...answer, text: 'billing case-1', costUsd: 0.001 },
      scores: [{ metric: 'right', value: 1 }],
      attempts: 1,
    });
    const ofOne = events.filter(
      (event) => 'trial' in event && event.trial.case === 'case-1' && event.trial.arm === 'baseline',
    );
    const trial = { arm: 'baseline', case: 'case-1', model: 'fake/small', repeat: 0 };
    const { text: _, usage, ...figures } = { ...answer };
    expect(ofOne).toMatchObject([
      { type: 'trial-started', trial },
      { type: 'attempt-started', trial, attempt: 1 },
      { type: 'attempt-answered', trial, attempt: 1, answer: { ...figures, ...usage } },
      { type: 'trial-finished', trial, status: 'completed', costUsd: 0.001, attempts: 1, cached: false },
    ]);
    expect(events).toHaveLength(6 * 4);
  });

  it('asks with what the arm says', async () => {
    const requests: ModelRequest[] = [];
    const provider = fakeProvider(async (request) => {
      requests.push(request);
      return answer;
    });
    const schema = { name: 'triage', schema: { type: 'object' } };
    const prompt = promptWith({
      modelParameters: { temperature: 0 },
      responseFormat: 'json_schema',
      jsonSchema: schema,
    });
    const candidate = armOf('candidate', prompt);
    const plan = {
      baseline: null,
      candidate,
      pairings: pairModels(['own'], null, prompt),
      cases: caseList(1),
      repeats: 1,
    };
    const { ports } = createPorts(provider);
    await runTrials(() => planTrials(plan), ['fake/small'], ports);
    expect(requests).toMatchObject([
      {
        model: 'small',
        messages: [{ role: 'user', content: 'message 0' }],
        parameters: { temperature: 0 },
        responseFormat: 'json_schema',
        outputSchema: schema,
      },
    ]);
  });

  it('keeps an unknown price unknown', async () => {
    const { ports, records } = createPorts(
      fakeProvider(async () => answer),
      { priceOf: () => null },
    );
    const totals = await run(1, ports);
    expect(totals.usd).toBe(0);
    expect(records.map((record) => record.completion?.costUsd)).toEqual([null, null]);
  });

  it('never has more calls in flight than the provider takes', async () => {
    let inFlight = 0;
    let most = 0;
    const provider = fakeProvider(
      async () => {
        most = Math.max(most, ++inFlight);
        await turns(2);
        inFlight--;
        return answer;
      },
      { concurrency: 3 },
    );
    const { ports } = createPorts(provider);
    await run(20, ports);
    expect(most).toBe(3);
  });

  it('begins with twenty calls in flight, however many the provider takes', async () => {
    const open = deferred();
    let calls = 0;
    const provider = fakeProvider(
      async () => {
        calls++;
        await open.promise;
        return answer;
      },
      { concurrency: 200 },
    );
    const running = run(100, createPorts(provider).ports);
    await turns();
    expect(calls).toBe(20);
    open.resolve();
    expect(await running).toMatchObject({ completed: 200 });
  });

  it('starts no call before a wait that the provider asked for is over', async () => {
    let refusedAt = 0;
    const early: number[] = [];
    const provider = fakeProvider(
      async () => {
        const at = performance.now();
        if (refusedAt > 0 && at < refusedAt + 100) early.push(at - refusedAt);
        if (refusedAt > 0) return answer;
        refusedAt = at;
        throw new ProviderError('slow', { code: 'rate-limited', scope: 'attempt', retryAfterMs: 100 });
      },
      { concurrency: 1 },
    );
    const { ports, events } = createPorts(provider);
    expect(await run(5, ports)).toMatchObject({ completed: 10 });
    expect(early).toEqual([]);
    const slower = { type: 'pace-changed', model: 'fake/small', atOnce: 1, slowedDown: false, waitMs: 100 };
    expect(events).toContainEqual(slower);
  });

  it('waits for what the last answer used up, and keeps nothing of that', async () => {
    const startedAt: number[] = [];
    const limits = [{ of: 'requests', remaining: 0, resetMs: 40 }];
    const provider = fakeProvider(
      async () => {
        startedAt.push(performance.now());
        return { ...answer, limits };
      },
      { concurrency: 1 },
    );
    const { ports, records } = createPorts(provider);
    await run(2, ports);
    expect(startedAt).toHaveLength(4);
    startedAt.reduce((before, at) => {
      expect(at - before).toBeGreaterThanOrEqual(40);
      return at;
    });
    for (const { completion } of records) expect(completion).toEqual({ ...answer, costUsd: 0.001 });
  });

  it('warns of no leak with many calls in flight', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on('warning', warn);
    const provider = fakeProvider(async () => turns(2).then(() => answer), { concurrency: 200 });
    await run(200, createPorts(provider).ports);
    await turns(2);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});

describe('several providers', () => {
  const baseline = armOf('baseline', promptWith({ model: 'slow/a' }));
  const candidate = armOf('candidate', promptWith({ model: 'quick/b' }));
  const plan = {
    baseline,
    candidate,
    pairings: pairModels(['own'], baseline.prompt, candidate.prompt),
    cases: caseList(5),
    repeats: 1,
  };

  it('have queues of their own: a slow one holds up no other', async () => {
    const open = deferred();
    const slow = fakeProvider(async () => open.promise.then(() => answer), { name: 'slow', concurrency: 1 });
    const quick = fakeProvider(async () => answer, { name: 'quick', concurrency: 1 });
    const providerOf = (model: string) => ({
      provider: model.startsWith('slow') ? slow : quick,
      model: model.slice(-1),
    });
    const { ports, records } = createPorts(quick, { providerOf });
    const running = runTrials(() => planTrials(plan), ['slow/a', 'quick/b'], ports);
    await turns(100);
    expect(records.map((record) => record.arm)).toEqual(Array(5).fill('candidate'));
    open.resolve();
    expect((await running).completed).toBe(10);
  });

  it('may be one: a model that must wait holds up no other', async () => {
    const refused = new ProviderError('slow', {
      code: 'rate-limited',
      scope: 'attempt',
      retryAfterMs: 60_000,
    });
    const provider = fakeProvider(async ({ model }) => {
      if (model === 'a') throw refused;
      return answer;
    });
    const stop = new AbortController();
    const { ports, records } = createPorts(provider, { signal: stop.signal });
    const running = runTrials(() => planTrials(plan), ['slow/a', 'quick/b'], ports);
    await turns(100);
    expect(records.map((record) => record.arm)).toEqual(Array(5).fill('candidate'));
    stop.abort(new Error('enough'));
    expect(await running).toMatchObject({ completed: 5, stopped: 'interrupted' });
  });

  it('are all stopped by what one of them says of the whole run', async () => {
    const wrongKey = failure('run', 'unauthorized');
    const broken = fakeProvider(async () => Promise.reject(wrongKey), { name: 'slow' });
    const hanging = fakeProvider(() => new Promise<ModelReply>(() => undefined), { name: 'quick' });
    const providerOf = (model: string) => ({
      provider: model.startsWith('slow') ? broken : hanging,
      model: model.slice(-1),
    });
    const { ports, records } = createPorts(broken, { providerOf });
    await expect(runTrials(() => planTrials(plan), ['slow/a', 'quick/b'], ports)).rejects.toBe(wrongKey);
    expect(records).toEqual([]);
  });
});

describe('trials that fail', () => {
  it('are recorded as failed, and the run goes on', async () => {
    const provider = fakeProvider(async (request) => {
      if (caseOf(request) === 1) throw failure('trial', 'bad-request');
      return answer;
    });
    const { ports, records, events } = createPorts(provider, { evaluators: [sayRight] });
    const totals = await run(4, ports);
    expect(totals).toMatchObject({ completed: 6, failed: 2, stopped: null });
    const failed = records.filter((record) => record.status === 'failed');
    expect(failed.map(({ arm, ...rest }) => rest)).toEqual(
      Array(2).fill({
        case: 'case-1',
        model: 'fake/small',
        repeat: 0,
        status: 'failed',
        failure: { code: 'bad-request', message: 'it said bad-request' },
        scores: [],
        attempts: 1,
      }),
    );
    expect(events.filter((event) => event.type === 'trial-finished' && event.status === 'failed')).toEqual(
      Array(2).fill(expect.objectContaining({ type: 'trial-finished', status: 'failed', costUsd: null })),
    );
  });

  it('count their attempts, and every retry is told', async () => {
    const provider = fakeProvider(async () => Promise.reject(failure('attempt', 'overloaded')), {
      maxRetries: 2,
    });
    const { ports, records, events } = createPorts(provider);
    await run(1, ports);
    expect(records.map((record) => [record.status, record.attempts])).toEqual([
      ['failed', 3],
      ['failed', 3],
    ]);
    expect(events.filter((event) => event.type === 'attempt-retried')).toEqual(
      Array(4).fill(expect.objectContaining({ type: 'attempt-retried', code: 'overloaded', waitMs: 0 })),
    );
  });

  it('do not include an answer that an evaluator could not score', async () => {
    const broken: Evaluator = { ...sayRight, evaluate: () => Promise.reject(new Error('no')) };
    const { ports, records } = createPorts(
      fakeProvider(async () => answer),
      { evaluators: [broken] },
    );
    expect(await run(1, ports)).toMatchObject({ completed: 2, failed: 0 });
    expect(records[0]).toMatchObject({
      status: 'completed',
      scores: [{ metric: 'right', unscored: 'right failed: no' }],
    });
  });
});

describe('what stops a run', () => {
  it.each<[string, unknown, Partial<Provider>]>([
    ['a wrong key', failure('run', 'unauthorized'), {}],
    ['a bug in a provider', new TypeError('a bug'), {}],
    ['a wrong key, one call at a time', failure('run', 'unauthorized'), { concurrency: 1 }],
  ])('%s, with that error', async (_, error, changes) => {
    let calls = 0;
    const provider = fakeProvider(async () => {
      if (++calls > 2) throw error;
      return answer;
    }, changes);
    const { ports, records } = createPorts(provider);
    await expect(run(1000, ports)).rejects.toBe(error);
    expect(records.length).toBeLessThan(10);
    expect(calls).toBeLessThan(20);
  });

  it.each<[string, Partial<RunnerPorts>]>([
    [
      'a record that could not be written',
      { record: () => Promise.reject(new InputError({ message: 'disk full' })) },
    ],
    [
      'a prompt that could not be rendered',
      {
        render: () => {
          throw new InputError({ message: 'disk full' });
        },
      },
    ],
  ])('%s', async (_, changes) => {
    let calls = 0;
    const provider = fakeProvider(async () => {
      calls++;
      return answer;
    });
    await expect(run(1000, createPorts(provider, changes).ports)).rejects.toThrow('disk full');
    expect(calls).toBeLessThan(20);
  });

  it('ends the calls in flight', async () => {
    const signals: AbortSignal[] = [];
    const wrongKey = failure('run', 'unauthorized');
    const provider = fakeProvider(async ({ signal }) => {
      signals.push(signal);
      if (signals.length < 4) return new Promise<ModelReply>(() => undefined);
      throw wrongKey;
    });
    await expect(run(10, createPorts(provider).ports)).rejects.toBe(wrongKey);
    expect(signals.slice(0, 3).map((signal) => signal.aborted)).toEqual([true, true, true]);
  });
});

describe('an interrupted run', () => {
  it('keeps what was measured, and does not call the rest failed', async () => {
    const stop = new AbortController();
    let calls = 0;
    const provider = fakeProvider(async () => {
      if (++calls <= 8) return answer;
      stop.abort(new Error('Ctrl-C'));
      return new Promise<ModelReply>(() => undefined);
    });
    const { ports, records } = createPorts(provider, { signal: stop.signal });
    const totals = await run(500, ports);
    expect(totals).toMatchObject({ failed: 0, stopped: 'interrupted' });
    expect(totals.completed).toBe(records.length);
    expect(records.length).toBeGreaterThan(0);
    expect(records.length).toBeLessThanOrEqual(8);
  });

  it('is known to be one where only calls in flight were left', async () => {
    const stop = new AbortController();
    const provider = fakeProvider(() => {
      setImmediate(() => stop.abort(new Error('Ctrl-C')));
      return new Promise<ModelReply>(() => undefined);
    });
    const { ports, records } = createPorts(provider, { signal: stop.signal });
    expect(await run(1, ports)).toEqual({
      completed: 0,
      failed: 0,
      usd: 0,
      judgeUsd: 0,
      cached: 0,
      stopped: 'interrupted',
    });
    expect(records).toEqual([]);
  });

  it('asks nothing where it was interrupted before it began', async () => {
    const { ports } = createPorts(
      fakeProvider(async () => expect.fail('asked')),
      { signal: AbortSignal.abort(new Error('Ctrl-C')) },
    );
    expect(await run(5, ports)).toEqual({
      completed: 0,
      failed: 0,
      usd: 0,
      judgeUsd: 0,
      cached: 0,
      stopped: 'interrupted',
    });
  });

  it('is whole where everything was measured before', async () => {
    const stop = new AbortController();
    const { ports } = createPorts(
      fakeProvider(async () => answer),
      { signal: stop.signal },
    );
    let recorded = 0;
    const record = async (_: TrialRecord) => {
      if (++recorded === 4) stop.abort(new Error('Ctrl-C'));
    };
    expect(await run(2, { ...ports, record })).toMatchObject({ completed: 4, stopped: null });
  });
});

describe('a budget', () => {
  const priced = (usd: number) => ({ priceOf: () => usd });
  const provider = fakeProvider(async () => answer, { concurrency: 2 });

  it('stops the run when it is spent', async () => {
    const { ports, records } = createPorts(provider, { ...priced(0.1), maxCost: 1 });
    const totals = await run(500, ports);
    expect(totals.stopped).toBe('budget');
    expect(totals.usd).toBeGreaterThanOrEqual(1);
    // What was in flight is paid for too.
    expect(totals.usd).toBeLessThan(1.3);
    expect(records).toHaveLength(totals.completed);
  });

  it('does not stop a run that it was just enough for', async () => {
    const { ports } = createPorts(provider, { ...priced(0.25), maxCost: 1 });
    expect(await run(2, ports)).toMatchObject({ completed: 4, usd: 1, stopped: null });
  });

  it('lets free answers through', async () => {
    const { ports } = createPorts(provider, { ...priced(0), maxCost: 1 });
    expect(await run(50, ports)).toMatchObject({ completed: 100, stopped: null });
  });

  it('of nothing asks nothing', async () => {
    const { ports } = createPorts(provider, { ...priced(0.1), maxCost: 0 });
    expect(await run(5, ports)).toMatchObject({ completed: 0, stopped: 'budget' });
  });
});
