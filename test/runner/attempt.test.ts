import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { ModelRequest, Provider } from '../../src/core/provider.ts';
import { AttemptsExhausted, askWithRetries, type RetryNotice, waitBefore } from '../../src/runner/attempt.ts';
import type { Heard } from '../../src/runner/pace.ts';
import { createPacers } from '../../src/runner/pacer.ts';
import { answer, fakeProvider } from './trials.ts';

const request: Omit<ModelRequest, 'signal'> = {
  model: 'small',
  messages: [{ role: 'user', content: 'hello' }],
  parameters: { temperature: 0 },
  responseFormat: 'text',
  outputSchema: null,
  tools: [],
  toolChoice: null,
};

function failure(scope: 'attempt' | 'trial' | 'run', code: string = scope): ProviderError {
  return new ProviderError(`it went wrong: ${code}`, { code, scope, retryAfterMs: 0 });
}

/** A provider that fails with these errors, one after another, and then answers. */
function failing(errors: unknown[], changes: Partial<Provider> = {}) {
  const requests: ModelRequest[] = [];
  const provider = fakeProvider(async (asked) => {
    requests.push(asked);
    const error = errors[requests.length - 1];
    if (error !== undefined) throw error;
    return answer;
  }, changes);
  return { provider, requests };
}

async function ask(provider: Provider, signal = new AbortController().signal) {
  const notices: RetryNotice[] = [];
  const heard: Heard[] = [];
  const outcome = await askWithRetries(provider, request, {
    signal,
    pacer: createPacers().of(provider, 'small'),
    onHeard: (told) => heard.push(told),
    onRetry: (notice) => notices.push(notice),
  }).then(
    (reply) => ({ reply, error: undefined }),
    (error: unknown) => ({ reply: undefined, error }),
  );
  return { ...outcome, notices, heard };
}

describe('asking with retries', () => {
  it('gives the answer of the first attempt', async () => {
    const { provider, requests } = failing([]);
    const { reply, notices } = await ask(provider);
    expect(reply).toEqual({ reply: answer, attempts: 1 });
    expect(notices).toEqual([]);
    expect(requests[0]).toMatchObject(request);
  });

  it('tries failures of the transport again, and says so', async () => {
    const { provider } = failing([failure('attempt', 'rate-limited'), failure('attempt', 'overloaded')]);
    const { reply, notices } = await ask(provider);
    expect(reply).toEqual({ reply: answer, attempts: 3 });
    expect(notices).toEqual([
      { attempt: 1, code: 'rate-limited', waitMs: 0 },
      { attempt: 2, code: 'overloaded', waitMs: 0 },
    ]);
  });

  it('gives up after as many retries as the provider allows', async () => {
    const { provider, requests } = failing(Array(9).fill(failure('attempt')), { maxRetries: 3 });
    const { error } = await ask(provider);
    expect(error).toBeInstanceOf(AttemptsExhausted);
    expect(error).toMatchObject({ attempts: 4, failure: { code: 'attempt' } });
    expect(requests).toHaveLength(4);
  });

  it('does not retry where none is allowed', async () => {
    const { provider, requests } = failing([failure('attempt')], { maxRetries: 0 });
    expect((await ask(provider)).error).toMatchObject({ attempts: 1 });
    expect(requests).toHaveLength(1);
  });

  it('does not retry a failure of the trial itself', async () => {
    const { provider, requests } = failing([failure('trial', 'bad-request')]);
    expect((await ask(provider)).error).toMatchObject({ attempts: 1, failure: { code: 'bad-request' } });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['a failure that concerns the run', failure('run', 'unauthorized')],
    ['an error that is no failure of a provider', new TypeError('a bug')],
  ])('passes on %s as it is', async (_, error) => {
    const { provider, requests } = failing([error]);
    expect((await ask(provider)).error).toBe(error);
    expect(requests).toHaveLength(1);
  });
});

describe('what the pace is set by', () => {
  it.each<[string, ProviderError, Heard]>([
    [
      'a rate limit',
      new ProviderError('slow', { code: 'rate-limited', scope: 'attempt', retryAfterMs: 3 }),
      { outcome: 'refused', waitMs: 3 },
    ],
    ['trouble of the server', failure('attempt', 'server-error'), { outcome: 'failed', waitMs: 0 }],
    ['a failure of the trial alone', failure('trial', 'bad-request'), { outcome: 'answered', waitMs: 0 }],
  ])('is told of %s', async (_, error, told) => {
    const { heard } = await ask(failing([error]).provider);
    expect(heard[0]).toEqual(told);
  });

  it.each([
    ['an answer', 'answered'],
    ['a refusal', 'refused'],
  ])('is told when what is used up comes back, by %s', async (_, outcome) => {
    const limits = [
      { of: 'requests', remaining: 3, resetMs: 50_000 },
      { of: 'tokens', remaining: 0, resetMs: 20 },
      { of: 'input-tokens', remaining: 0, resetMs: 10 },
    ];
    const refused = new ProviderError('slow', { code: 'rate-limited', scope: 'attempt', limits });
    const provider = fakeProvider(
      async () => {
        if (outcome === 'refused') throw refused;
        return { ...answer, limits };
      },
      { maxRetries: 0 },
    );
    expect((await ask(provider)).heard).toEqual([{ outcome, waitMs: 20 }]);
  });

  it('is told of every attempt', async () => {
    const { heard } = await ask(failing([failure('attempt'), failure('attempt')]).provider);
    expect(heard.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'answered']);
  });

  it('never is a wait of more than two minutes', async () => {
    const hours = new ProviderError('slow', { code: 'rate-limited', scope: 'attempt', retryAfterMs: 1e9 });
    const { heard } = await ask(failing([hours], { maxRetries: 0 }).provider);
    expect(heard).toEqual([{ outcome: 'refused', waitMs: 120_000 }]);
  });
});

describe('the time limit', () => {
  const hanging = (changes: Partial<Provider> = {}) =>
    failingForever(
      (signal) =>
        new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      changes,
    );

  function failingForever(wait: (signal: AbortSignal) => Promise<never>, changes: Partial<Provider>) {
    return fakeProvider(({ signal }) => wait(signal), { timeoutMs: 5, maxRetries: 0, ...changes });
  }

  it('ends an attempt with a failure called timeout', async () => {
    const { error } = await ask(hanging());
    expect(error).toMatchObject({ failure: { code: 'timeout', scope: 'attempt' }, attempts: 1 });
    expect(error).toHaveProperty('message', 'fake did not answer within 5 ms');
  });

  it('names the timeout even where the provider reports being aborted in its own words', async () => {
    const provider = failingForever(
      (signal) =>
        new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('request was aborted'))),
        ),
      {},
    );
    expect((await ask(provider)).error).toMatchObject({ failure: { code: 'timeout' } });
  });

  it('holds for a provider that does not heed its signal', async () => {
    const provider = failingForever(() => new Promise<never>(() => undefined), {});
    expect((await ask(provider)).error).toMatchObject({ failure: { code: 'timeout' } });
  });

  it('is tried again like any failure of the transport', async () => {
    let calls = 0;
    const provider = fakeProvider(
      async ({ signal }) => {
        if (++calls > 1) return answer;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
      { timeoutMs: 5 },
    );
    expect((await ask(provider)).reply).toEqual({ reply: answer, attempts: 2 });
  });

  it('may be longer than a timer can count', async () => {
    const { provider } = failing([], { timeoutMs: 1e15 });
    const slow = {
      ...provider,
      complete: () => new Promise<typeof answer>((resolve) => setTimeout(() => resolve(answer), 20)),
    };
    expect((await ask(slow)).reply).toEqual({ reply: answer, attempts: 1 });
  });
});

describe('stopping the run', () => {
  const stopped = new Error('Ctrl-C');

  it('ends an attempt that waits for an answer', async () => {
    const run = new AbortController();
    let seen: AbortSignal | undefined;
    const provider = fakeProvider(({ signal }) => {
      seen = signal;
      queueMicrotask(() => run.abort(stopped));
      return new Promise(() => undefined);
    });
    expect((await ask(provider, run.signal)).error).toBe(stopped);
    expect(seen?.aborted).toBe(true);
  });

  it('ends the wait between attempts', async () => {
    const run = new AbortController();
    const patient = new ProviderError('later', {
      code: 'rate-limited',
      scope: 'attempt',
      retryAfterMs: 60_000,
    });
    const { provider, requests } = failing([patient]);
    setImmediate(() => run.abort(stopped));
    expect((await ask(provider, run.signal)).error).toBe(stopped);
    expect(requests).toHaveLength(1);
  });

  it('asks nothing once it is stopped', async () => {
    const { provider, requests } = failing([]);
    expect((await ask(provider, AbortSignal.abort(stopped))).error).toBe(stopped);
    expect(requests).toEqual([]);
  });

  it('leaves no listener behind', async () => {
    const run = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = run.signal;
    run.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(run.signal, args);
    };
    run.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(run.signal, args);
    };
    await ask(failing([failure('attempt')], { maxRetries: 0 }).provider, run.signal);
    await ask(failing([]).provider, run.signal);
    expect(listeners).toBe(0);
  });
});

describe('how long to wait', () => {
  it('grows exponentially, with full jitter, up to half a minute', () => {
    expect([1, 2, 3, 4].map((attempt) => waitBefore(attempt, undefined, 1))).toEqual([500, 1000, 2000, 4000]);
    expect(waitBefore(30, undefined, 1)).toBe(30_000);
    expect(waitBefore(3, undefined, 0.25)).toBe(500);
  });

  it('is what the provider asked for', () => {
    expect(waitBefore(1, 1234, 0.5)).toBe(1234);
    expect(waitBefore(5, 0, 0.5)).toBe(0);
  });

  it('never exceeds two minutes, and never is a number that no timer can count', () => {
    const asked = fc.oneof(fc.constant(undefined), fc.double({ min: -1e9, max: 1e18, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        asked,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, after, chance) => {
          const wait = waitBefore(attempt, after, chance);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(120_000);
        },
      ),
    );
  });
});
