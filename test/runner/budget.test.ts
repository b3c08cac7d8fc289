import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget, BudgetSpent } from '../../src/runner/budget.ts';
import { turns } from './trials.ts';

const signal = new AbortController().signal;
setMaxListeners(0, signal);

/** Whether a promise has settled by now. */
async function stateOf(promise: Promise<void>): Promise<'started' | 'spent' | 'waits'> {
  let state: 'started' | 'spent' | 'waits' = 'waits';
  promise.then(
    () => {
      state = 'started';
    },
    () => {
      state = 'spent';
    },
  );
  await turns(3);
  return state;
}

describe('a budget', () => {
  it('lets calls wait that those in flight may leave nothing for', async () => {
    const budget = new Budget(1, 0);
    const calls = [{}, {}, {}, {}];
    const [first, second, third, fourth] = calls.map((call) => budget.reserve(call, 'm', 0.5, signal));
    if (!first || !second || !third || !fourth) throw new Error('four calls');
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['started', 'started']);
    expect(await Promise.all([third, fourth].map(stateOf))).toEqual(['waits', 'waits']);
    budget.settle(calls[0] ?? {}, 'm', 0.5);
    expect(await Promise.all([third, fourth].map(stateOf))).toEqual(['waits', 'waits']);
    budget.settle(calls[1] ?? {}, 'm', 0.4);
    expect(await Promise.all([third, fourth].map(stateOf))).toEqual(['started', 'waits']);
    budget.settle(calls[2] ?? {}, 'm', 0.2);
    await expect(fourth).rejects.toBeInstanceOf(BudgetSpent);
    expect(budget.isSpent).toBe(true);
  });

  it('starts a call that may cost more than there is, where nothing else is in flight', async () => {
    const budget = new Budget(1, 0.9);
    await budget.reserve({}, 'm', 50, signal);
    await expect(new Budget(1, 1).reserve({}, 'm', 0, signal)).rejects.toBeInstanceOf(BudgetSpent);
  });

  it('goes by what answers cost, where that is more than was estimated', async () => {
    const budget = new Budget(1, 0);
    const calls = [{}, {}, {}];
    for (const call of calls) await budget.reserve(call, 'm', 0.01, signal);
    budget.settle(calls[0] ?? {}, 'm', 0.4);
    expect(await stateOf(budget.reserve({}, 'other', 0.01, signal))).toBe('waits');
  });

  it('gives back what an unanswered call had', async () => {
    const budget = new Budget(1, 0);
    const failing = {};
    await budget.reserve(failing, 'm', 2, signal);
    const next = budget.reserve({}, 'm', 2, signal);
    expect(await stateOf(next)).toBe('waits');
    budget.settle(failing, 'm', null);
    expect(await stateOf(next)).toBe('started');
  });

  it('lets nobody wait after Ctrl-C', async () => {
    const stop = new AbortController();
    const budget = new Budget(1, 0);
    await budget.reserve({}, 'm', 1, stop.signal);
    const waiting = budget.reserve({}, 'm', 1, stop.signal);
    stop.abort(new Error('Ctrl-C'));
    await expect(waiting).rejects.toThrow('Ctrl-C');
  });

  it('is reached, and passed by no more than the calls in flight', async () => {
    const usd = fc.double({ min: 0.001, max: 0.2, noNaN: true });
    const call = fc.record({ estimate: usd, cost: usd });
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        async (calls, atOnce) => {
          const cap = 0.05;
          const budget = new Budget(cap, 0);
          let spent = 0;
          let largest = 0;
          const queue = [...calls];
          const work = async () => {
            for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
              const { estimate, cost } = next;
              const place = {};
              await budget.reserve(place, 'm', estimate, signal);
              await Promise.resolve();
              spent += cost;
              largest = Math.max(largest, cost);
              budget.settle(place, 'm', cost);
            }
          };
          const ended = await Promise.allSettled(Array.from({ length: atOnce }, work));
          const total = calls.reduce((sum, { cost }) => sum + cost, 0);
          expect(spent).toBeGreaterThanOrEqual(Math.min(cap, total));
          expect(spent).toBeLessThanOrEqual(cap + atOnce * largest);
          expect(ended.every(({ status }) => status === 'fulfilled') || budget.isSpent).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a strict budget', () => {
  const strict = (cap: number) => new Budget(cap, 0, true);

  it('starts no call that may pass the cap, also where nothing else is in flight', async () => {
    const budget = strict(1);
    await expect(budget.reserve({}, 'm', 1.1, signal)).rejects.toBeInstanceOf(BudgetSpent);
    expect(budget.isSpent).toBe(true);
    await expect(budget.reserve({}, 'm', 0.1, signal)).rejects.toBeInstanceOf(BudgetSpent);
  });

  it('waits for those in flight, and goes by the dearest answer so far', async () => {
    const budget = strict(1);
    const [first, second, third] = [{}, {}, {}];
    await budget.reserve(first, 'm', 0.4, signal);
    await budget.reserve(second, 'm', 0.4, signal);
    const waiting = budget.reserve(third, 'm', 0.4, signal);
    expect(await stateOf(waiting)).toBe('waits');
    budget.settle(first, 'm', 0.1);
    expect(await stateOf(waiting)).toBe('started');
    budget.settle(second, 'm', 0.4);
    const dear = budget.reserve({}, 'm', 0.1, signal);
    budget.settle(third, 'm', 0.3);
    await expect(dear).rejects.toBeInstanceOf(BudgetSpent);
  });

  it('is never passed by answers that cost no more than was estimated', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            estimate: fc.integer({ min: 0, max: 40 }),
            share: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
        ),
        async (calls) => {
          const budget = strict(100);
          let spent = 0;
          await Promise.all(
            calls.map(async ({ estimate, share }) => {
              const call = {};
              try {
                await budget.reserve(call, 'm', estimate, signal);
              } catch {
                return;
              }
              await turns(1);
              spent += estimate * share;
              budget.settle(call, 'm', estimate * share);
            }),
          );
          expect(spent).toBeLessThanOrEqual(100 + 1e-9);
        },
      ),
    );
  });
});
