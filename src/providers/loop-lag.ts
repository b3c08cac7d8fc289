import { performance } from 'node:perf_hooks';
import type { ModelReply } from '../core/provider.ts';

/** Time and turns of an event loop, for tests to put another in its place. */
export interface LoopClock {
  /** Milliseconds that the loop was not waiting for something to happen, since any moment. */
  busy(): number;
  /** Calls it once, after the loop has looked for what came and called those who waited for it. */
  afterLook(called: () => void): { ref(): unknown; unref(): unknown };
}

/** The event loop of this thread. `setImmediate` runs right after each look; unreferenced, it keeps nothing going. */
export const realLoop: LoopClock = {
  busy: () => performance.now() - performance.eventLoopUtilization().idle,
  afterLook: (called) => setImmediate(called),
};

/**
 * Sees to it that the time of an answer is taken soon after it came, and says how late it may have been taken. A recorded
 * latency is never too short by that, only too long.
 */
export interface LoopLag {
  /** Which turn of the loop this is, for `atMost`. */
  turn(): number;
  /** The longest that an answer to a call of that turn can have waited for this process by now, in milliseconds. */
  atMost(turn: number): number;
  /**
   * Goes on with an answer whose time was taken: one a turn, so that what is done with it keeps those that come
   * meanwhile from being timed for no longer than that.
   */
  goOn(next: () => void): void;
}

/**
 * The loop looks for what came once a turn, and then calls those who wait for it, one after another. What is seen in this
 * turn was not there when the turn before looked, or that one would have seen it. So it came after that look, and has
 * waited for no longer than the loop was busy since then. The look itself can't be heard of, but what comes right before
 * it can: the end of what ran after the look before.
 */
export function watchLoop(clock: LoopClock = realLoop): LoopLag {
  const waiting: (() => void)[] = [];
  let turns = 0;
  let ended = clock.busy();
  let endedBefore = ended;
  const letOneGoOn = () => {
    const next = waiting.shift();
    pending = clock.afterLook(letOneGoOn);
    if (waiting.length === 0) pending.unref();
    next?.();
  };
  const endTurn = () => {
    turns++;
    endedBefore = ended;
    ended = clock.busy();
    clock.afterLook(endTurn).unref();
  };
  // In this order, turn by turn: what an answer sets off has run when the turn ends.
  let pending = clock.afterLook(letOneGoOn);
  pending.unref();
  clock.afterLook(endTurn).unref();
  return {
    turn: () => turns,
    // What was answered without waiting was computed here, and its latency is that.
    atMost: (turn) => (turn === turns ? 0 : clock.busy() - endedBefore),
    goOn(next) {
      waiting.push(next);
      pending.ref();
    },
  };
}

let watched: LoopLag | undefined;

/** That of this thread, watched from the first use on: a microsecond a turn, and nothing is kept alive by it. */
export function loopLag(): LoopLag {
  watched ??= watchLoop();
  return watched;
}

/** The reply with how far its latency may be too long, where it has one that was taken here. */
export function withLag(reply: ModelReply, lagMs: number): ModelReply {
  if (reply.latencyMs === null || lagMs <= 0) return reply;
  return { ...reply, lagMs: Math.round(Math.min(lagMs, reply.latencyMs) * 1000) / 1000 };
}
