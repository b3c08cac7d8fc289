import { setTimeout as delay } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Provider } from '../core/provider.ts';
import { type Heard, isSlower, nextPace, type Pace, startPace } from './pace.ts';

/** Sees to it that the calls of one provider and model go no faster than the vendor takes them. */
export interface Pacer {
  /** Runs a trial, with all its attempts and the waits between them, when there is room for it. */
  run(trial: () => Promise<void>): Promise<void>;
  /** How many trials may be under way now. */
  readonly atOnce: number;
  /** Makes one call when it may start. Rejects as the call does, or with the signal's reason. */
  call<Reply>(ask: () => Promise<Reply>, signal: AbortSignal): Promise<Reply>;
  /** Takes note of how an attempt ended; the new pace where it is slower than before. */
  heard(heard: Heard): Pace | null;
}

/**
 * One pacer for each provider and model. The calls of all its models together keep to a provider's concurrency; a trial
 * that waits for its next attempt takes no room from other models.
 */
export interface Pacers {
  of(provider: Provider, model: string): Pacer;
}

/** Time, for tests to put another in its place. */
export interface Clock {
  /** Monotonic, in milliseconds. */
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
}

const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

export function createPacers(clock = realClock): Pacers {
  const providers = new Map<Provider, { limit: LimitFunction; pacers: Map<string, Pacer> }>();
  return {
    of(provider, model) {
      const known = providers.get(provider) ?? { limit: pLimit(provider.concurrency), pacers: new Map() };
      providers.set(provider, known);
      const pacer = known.pacers.get(model) ?? createPacer(known.limit, clock);
      known.pacers.set(model, pacer);
      return pacer;
    },
  };
}

function createPacer(ofProvider: LimitFunction, clock: Clock): Pacer {
  let pace = startPace(ofProvider.concurrency);
  const ofModel = pLimit(pace.atOnce);
  const pauseLeft = () => pace.pausedUntil - clock.now();
  return {
    run: (trial) => ofModel(trial),
    get atOnce() {
      return pace.atOnce;
    },
    async call(ask, signal) {
      for (;;) {
        while (pauseLeft() > 0) await clock.sleep(pauseLeft(), signal).catch(() => signal.throwIfAborted());
        // A pause may have begun while the call waited for its turn.
        const made = await ofProvider(async () => (pauseLeft() > 0 ? null : { reply: await ask() }));
        if (made !== null) return made.reply;
      }
    },
    heard(heard) {
      const before = pace;
      pace = nextPace(pace, heard, clock.now());
      if (pace.atOnce !== before.atOnce) ofModel.concurrency = pace.atOnce;
      return isSlower(pace, before) ? pace : null;
    },
  };
}
