import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { runQueue } from '../../src/runner/queue.ts';
import { deferred, turns } from './trials.ts';

const never = () => false;

/** Counts how far a source was read. */
function* numbers(count: number, pulled: { count: number }): Generator<number> {
  for (let number = 0; number < count; number++) {
    pulled.count = number + 1;
    yield number;
  }
}

describe('runQueue', () => {
  it('runs everything, never more than so many at once', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await runQueue(
      numbers(100, { count: 0 }),
      pLimit(7),
      async (number) => {
        most = Math.max(most, ++running);
        await turns(number % 3);
        running--;
        done.push(number);
      },
      never,
    );
    expect(most).toBe(7);
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it('reads no further ahead than it must', async () => {
    const gate = deferred();
    const pulled = { count: 0 };
    const queue = runQueue(
      numbers(1_000_000, pulled),
      pLimit(5),
      () => gate.promise,
      () => pulled.count > 50,
    );
    await turns();
    // Five run, one waits, and one is in the hand.
    expect(pulled.count).toBeLessThanOrEqual(7);
    gate.resolve();
    await queue;
    expect(pulled.count).toBeLessThan(60);
  });

  it('begins more as soon as there is room for more, though nothing has ended', async () => {
    const gate = deferred();
    const limit = pLimit(2);
    let running = 0;
    const work = async () => {
      running++;
      await gate.promise;
    };
    const queue = runQueue(numbers(20, { count: 0 }), limit, work, never);
    await turns();
    expect(running).toBe(2);
    limit.concurrency = 10;
    await turns(20);
    expect(running).toBe(10);
    gate.resolve();
    await queue;
    expect(running).toBe(20);
  });

  it('stops at the first error, waits for those in flight and rejects with it', async () => {
    const slow = deferred();
    const finished: number[] = [];
    const pulled = { count: 0 };
    let settled = false;
    const queue = runQueue(
      numbers(1000, pulled),
      pLimit(2),
      async (number) => {
        if (number === 0) await slow.promise;
        if (number === 1) throw new Error('first');
        if (number > 1) throw new Error('later');
        finished.push(number);
      },
      never,
    ).finally(() => {
      settled = true;
    });
    const outcome = expect(queue).rejects.toThrow('first');
    await turns();
    expect(settled).toBe(false);
    expect(pulled.count).toBeLessThan(10);
    slow.resolve();
    await outcome;
    expect(finished).toEqual([0]);
  });

  it('waits for those in flight where the source itself fails', async () => {
    const slow = deferred();
    let finished = false;
    function* broken() {
      yield 1;
      throw new Error('no more');
    }
    const queue = runQueue(
      broken(),
      pLimit(2),
      async () => {
        await slow.promise;
        finished = true;
      },
      never,
    );
    const outcome = expect(queue).rejects.toThrow('no more');
    await turns();
    slow.resolve();
    await outcome;
    expect(finished).toBe(true);
  });

  it('takes nothing more once it is told to stop, and does not fail for that', async () => {
    const done: number[] = [];
    await runQueue(
      numbers(100, { count: 0 }),
      pLimit(3),
      async (number) => {
        await turns(1);
        done.push(number);
      },
      () => done.length >= 10,
    );
    expect(done.length).toBeGreaterThanOrEqual(10);
    expect(done.length).toBeLessThan(20);
  });

  it('has nothing to do with an empty source', async () => {
    await expect(
      runQueue([], pLimit(3), async () => expect.fail('nothing to run'), never),
    ).resolves.toBeUndefined();
  });
});
