import { describe, expect, it } from 'vitest';
import { type LoopClock, watchLoop, withLag } from '../../src/providers/loop-lag.ts';

/** A loop whose turns and whose work the test decides on. */
function fakeLoop() {
  let busyMs = 0;
  let queue: { called: () => void; keepsAlive: boolean }[] = [];
  const clock: LoopClock = {
    busy: () => busyMs,
    afterLook(called) {
      const entry = { called, keepsAlive: true };
      queue.push(entry);
      return { ref: () => (entry.keepsAlive = true), unref: () => (entry.keepsAlive = false) };
    },
  };
  return {
    clock,
    work: (ms: number) => (busyMs += ms),
    keepsAlive: () => queue.some(({ keepsAlive }) => keepsAlive),
    /** What comes after the loop has looked and called those who wait. */
    endTurn() {
      const now = queue;
      queue = [];
      for (const { called } of now) called();
    },
  };
}

describe('how long an answer may have waited', () => {
  it('is no longer than the loop was busy since its last look but one', () => {
    const loop = fakeLoop();
    const lag = watchLoop(loop.clock);
    loop.endTurn();
    const asked = lag.turn();
    loop.work(7);
    loop.endTurn();
    loop.work(3);
    expect(lag.atMost(asked)).toBe(10);
    loop.endTurn();
    expect(lag.atMost(asked)).toBe(3);
    loop.endTurn();
    expect(lag.atMost(asked)).toBe(0);
  });

  it('does not count that nothing was to be done', () => {
    const loop = fakeLoop();
    const lag = watchLoop(loop.clock);
    const asked = lag.turn();
    loop.endTurn();
    loop.endTurn();
    expect(lag.atMost(asked)).toBe(0);
  });

  it('is none of an answer that was computed without waiting', () => {
    const loop = fakeLoop();
    const lag = watchLoop(loop.clock);
    const asked = lag.turn();
    loop.work(50);
    expect(lag.atMost(asked)).toBe(0);
  });
});

describe('going on with answers', () => {
  it('is one a turn, in their order, and counts as work', () => {
    const loop = fakeLoop();
    const lag = watchLoop(loop.clock);
    const done: string[] = [];
    const asked = lag.turn();
    for (const name of ['first', 'second', 'third']) {
      lag.goOn(() => {
        done.push(name);
        loop.work(20);
      });
    }
    expect(done).toEqual([]);
    loop.endTurn();
    expect(done).toEqual(['first']);
    expect(lag.atMost(asked)).toBe(20);
    loop.endTurn();
    loop.endTurn();
    expect(done).toEqual(['first', 'second', 'third']);
  });

  it('keeps the process alive for as long as one waits', () => {
    const loop = fakeLoop();
    const lag = watchLoop(loop.clock);
    expect(loop.keepsAlive()).toBe(false);
    for (const turn of [1, 2]) lag.goOn(() => turn);
    expect(loop.keepsAlive()).toBe(true);
    loop.endTurn();
    expect(loop.keepsAlive()).toBe(true);
    loop.endTurn();
    expect(loop.keepsAlive()).toBe(false);
  });
});

describe('a reply', () => {
  const reply = { text: '', finishReason: 'stop' as const, usage: null, servedModel: null };

  it.each([
    [50, 3.00049, 3],
    [50, 80, 50],
    [50, 0, undefined],
    [null, 3, undefined],
  ])('of %s ms that may have waited %s ms says %s', (latencyMs, lagMs, said) => {
    expect(withLag({ ...reply, latencyMs }, lagMs).lagMs).toBe(said);
  });
});
