import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/core/provider.ts';
import { type Clock, createPacers } from '../../src/runner/pacer.ts';
import { answer, deferred, fakeProvider, turns } from './trials.ts';

/** Time that passes only when it is told to. */
function stoppedClock() {
  let now = 0;
  let sleepers: { until: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise<void>((resolve, reject) => {
        sleepers.push({ until: now + ms, wake: resolve });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  };
  const pass = async (ms: number) => {
    now += ms;
    for (const { until, wake } of sleepers) if (until <= now) wake();
    sleepers = sleepers.filter(({ until }) => until > now);
    await turns(2);
  };
  return { clock, pass };
}

const provider = (concurrency: number, name = 'fake') =>
  fakeProvider(async () => answer, { concurrency, name });
const signal = new AbortController().signal;
// As the run's own: every call in flight listens to it.
setMaxListeners(0, signal);
const call = async () => answer;
const noted = (note: () => void) => async () => {
  note();
  return answer;
};

describe('the pacers of a run', () => {
  it('are one for each provider and model', () => {
    const pacers = createPacers();
    const [one, other] = [provider(50), provider(50)];
    expect(pacers.of(one, 'a')).toBe(pacers.of(one, 'a'));
    expect(pacers.of(one, 'a')).not.toBe(pacers.of(one, 'b'));
    expect(pacers.of(one, 'a')).not.toBe(pacers.of(other, 'a'));
  });

  it('slow down one model, and leave the others as they are', async () => {
    const { clock } = stoppedClock();
    const pacers = createPacers(clock);
    const fake = provider(50);
    const slow = pacers.of(fake, 'slow');
    slow.heard({ outcome: 'refused', waitMs: 1000 });
    expect(slow.news()).toMatchObject({ atOnce: 16, pausedUntil: 1000 });
    expect(pacers.of(fake, 'quick').news()).toBeNull();
    await pacers.of(fake, 'quick').call(call, signal);
  });

  it('tell each change once, also where somebody heard of it who tells nobody', () => {
    const pacer = createPacers().of(provider(22), 'a');
    for (let answers = 0; answers < 2; answers++) pacer.heard({ outcome: 'answered', waitMs: 0 });
    pacer.heard({ outcome: 'answered', waitMs: 0 });
    expect(pacer.news()).toMatchObject({ atOnce: 22 });
    expect(pacer.news()).toBeNull();
  });

  it('tell how long a pause still is when it is told, and nothing of one that is over', async () => {
    const { clock, pass } = stoppedClock();
    const pacer = createPacers(clock).of(provider(5), 'a');
    pacer.heard({ outcome: 'failed', waitMs: 1000 });
    await pass(400);
    expect(pacer.news()).toMatchObject({ atOnce: 5, waitMs: 600 });
    pacer.heard({ outcome: 'failed', waitMs: 1000 });
    await pass(1000);
    expect(pacer.news()).toBeNull();
  });

  it("keep to the provider's concurrency with the calls of all its models", async () => {
    const pacers = createPacers();
    const fake = provider(25);
    const gate = deferred();
    let underWay = 0;
    let most = 0;
    const ask = async () => {
      most = Math.max(most, ++underWay);
      await gate.promise;
      underWay--;
      return answer;
    };
    const calls = Array.from({ length: 40 }, (_, index) =>
      pacers.of(fake, index % 2 ? 'a' : 'b').call(ask, signal),
    );
    await turns();
    expect(underWay).toBe(25);
    gate.resolve();
    await Promise.all(calls);
    expect(most).toBe(25);
  });

  it('let more go on at once as answers come', async () => {
    const pacer = createPacers().of(provider(30), 'a');
    const gate = deferred();
    let underWay = 0;
    const trials = Array.from({ length: 40 }, () =>
      pacer.run(async () => {
        underWay++;
        await gate.promise;
      }),
    );
    await turns();
    expect(underWay).toBe(20);
    for (let answers = 0; answers < 20; answers++) pacer.heard({ outcome: 'answered', waitMs: 0 });
    await turns();
    expect(underWay).toBe(30);
    gate.resolve();
    await Promise.all(trials);
  });
});

describe('a pause', () => {
  it('holds every call back until it is over, also where it grows meanwhile', async () => {
    const { clock, pass } = stoppedClock();
    const pacer = createPacers(clock).of(provider(50), 'a');
    await pacer.call(call, signal);
    pacer.heard({ outcome: 'refused', waitMs: 1000 });
    let started = 0;
    const calls = [1, 2, 3].map(() =>
      pacer.call(
        noted(() => started++),
        signal,
      ),
    );
    await pass(500);
    pacer.heard({ outcome: 'refused', waitMs: 1000 });
    await pass(500);
    expect(started).toBe(0);
    await pass(500);
    expect(started).toBe(3);
    await Promise.all(calls);
  });

  it('that begins while a call waits for its turn holds it back too, and its turn goes to another model', async () => {
    const { clock, pass } = stoppedClock();
    const pacers = createPacers(clock);
    const fake = provider(1);
    const gate = deferred();
    const started: string[] = [];
    const first = pacers.of(fake, 'a').call(() => gate.promise.then(call), signal);
    const second = pacers.of(fake, 'a').call(
      noted(() => started.push('a')),
      signal,
    );
    const other = pacers.of(fake, 'b').call(
      noted(() => started.push('b')),
      signal,
    );
    await turns();
    pacers.of(fake, 'a').heard({ outcome: 'refused', waitMs: 1000 });
    gate.resolve();
    await turns();
    expect(started).toEqual(['b']);
    await pass(1000);
    expect(started).toEqual(['b', 'a']);
    await Promise.all([first, second, other]);
  });

  it("ends with the run, with the run's reason", async () => {
    const { clock } = stoppedClock();
    const pacer = createPacers(clock).of(provider(50), 'a');
    pacer.heard({ outcome: 'refused', waitMs: 1000 });
    const stop = new AbortController();
    const reason = new Error('Ctrl-C');
    const waiting = pacer.call(call, stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('what the config allows a minute', () => {
  const limited = (limits: Partial<Provider>) =>
    fakeProvider(async () => answer, { concurrency: 50, ...limits });

  it('holds the requests of all models back, in the order in which they came', async () => {
    const { clock, pass } = stoppedClock();
    const pacers = createPacers(clock);
    const fake = limited({ requestsPerMinute: 60 });
    const started: number[] = [];
    const calls = [0, 1, 2, 3].map((index) =>
      pacers.of(fake, index % 2 ? 'a' : 'b').call(
        noted(() => started.push(index)),
        signal,
      ),
    );
    await turns();
    expect(started).toEqual([0]);
    await pass(999);
    expect(started).toEqual([0]);
    await pass(1);
    expect(started).toEqual([0, 1]);
    await pass(2000);
    expect(started).toEqual([0, 1, 2, 3]);
    await Promise.all(calls);
  });

  it('counts the tokens that were expected before a call, and those that it used after it', async () => {
    const { clock, pass } = stoppedClock();
    // 10 a second; an answer uses 12.
    const pacer = createPacers(clock).of(limited({ tokensPerMinute: 600 }), 'a');
    const started: string[] = [];
    await pacer.call(
      noted(() => started.push('first')),
      signal,
      100,
    );
    const second = pacer.call(
      noted(() => started.push('second')),
      signal,
      100,
    );
    await pass(1199);
    expect(started).toEqual(['first']);
    await pass(1);
    expect(started).toEqual(['first', 'second']);
    await second;
  });

  it('begins to count again after a pause', async () => {
    const { clock, pass } = stoppedClock();
    const pacer = createPacers(clock).of(limited({ requestsPerMinute: 60 }), 'a');
    pacer.heard({ outcome: 'refused', waitMs: 60_000 });
    let started = 0;
    const calls = [1, 2, 3].map(() =>
      pacer.call(
        noted(() => started++),
        signal,
      ),
    );
    await pass(60_000);
    expect(started).toBe(1);
    await pass(2000);
    expect(started).toBe(3);
    await Promise.all(calls);
  });
});
