import { setTimeout as delay } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { ModelReply, Provider } from '../core/provider.ts';
import { type Heard, isTold, nextPace, type Pace, startPace } from './pace.ts';
import { createQuota, type Quota } from './quota.ts';

/** Sees to it that the calls of one provider and model go no faster than the vendor takes them. */
export interface Pacer {
  /** Runs a trial, with all its attempts and the waits between them, when there is room for it. */
  run(trial: () => Promise<void>): Promise<void>;
  /** Runs a call that trials wait for, such as a judge's, when there is room for it; as many at once as trials, and besides them. */
  aside<T>(call: () => Promise<T>): Promise<T>;
  /**
   * Makes one call when it may start. Rejects as the call does, or with the signal's reason.
   *
   * @param expectedTokens what it may use, where the provider has a limit for them.
   */
  call(ask: () => Promise<ModelReply>, signal: AbortSignal, expectedTokens?: number): Promise<ModelReply>;
  /** Takes note of how an attempt ended. */
  heard(heard: Heard): void;
  /** The pace, and how long until the next call, where there is something to tell of it that was not told yet. */
  news(): (Pace & { waitMs: number }) | null;
}

/**
 * One pacer for each provider and model. The calls of all its models together keep to a provider's concurrency and to
 * what its config allows a minute; a trial that waits for its next attempt takes no room from other models.
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
  const providers = new Map<Provider, ProviderPace & { pacers: Map<string, Pacer> }>();
  return {
    of(provider, model) {
      const known = providers.get(provider) ?? {
        limit: pLimit(provider.concurrency),
        quota: createQuota(provider, clock.now),
        pacers: new Map(),
      };
      providers.set(provider, known);
      const pacer = known.pacers.get(model) ?? createPacer(known, clock);
      known.pacers.set(model, pacer);
      return pacer;
    },
  };
}

/** What all models of a provider share. */
interface ProviderPace {
  limit: LimitFunction;
  quota: Quota | null;
}

function createPacer({ limit, quota }: ProviderPace, clock: Clock): Pacer {
  let pace = startPace(limit.concurrency);
  let told = pace;
  const ofModel = pLimit(pace.atOnce);
  const beside = pLimit(pace.atOnce);
  const pauseLeft = () => pace.pausedUntil - clock.now();
  const sleep = (ms: number, signal: AbortSignal) =>
    clock.sleep(ms, signal).catch(() => signal.throwIfAborted());
  const pauseOver = async (signal: AbortSignal) => {
    while (pauseLeft() > 0) await sleep(pauseLeft(), signal);
  };
  return {
    run: (trial) => ofModel(trial),
    aside: (call) => beside(call),
    async call(ask, signal, expectedTokens = 0) {
      await pauseOver(signal);
      const waitMs = quota?.take(expectedTokens) ?? 0;
      if (waitMs > 0) await sleep(waitMs, signal);
      for (;;) {
        await pauseOver(signal);
        // A pause may have begun while the call waited for its turn.
        const reply = await limit(async () => (pauseLeft() > 0 ? null : ask()));
        if (reply === null) continue;
        if (reply.usage) quota?.settle(expectedTokens, reply.usage.inputTokens + reply.usage.outputTokens);
        return reply;
      }
    },
    heard(heard) {
      const before = pace;
      pace = nextPace(pace, heard, clock.now());
      if (pace.atOnce !== before.atOnce) {
        for (const limited of [ofModel, beside]) limited.concurrency = pace.atOnce;
      }
    },
    news() {
      if (!isTold(pace, told, clock.now())) return null;
      told = pace;
      return { ...pace, waitMs: Math.max(0, Math.round(pauseLeft())) };
    },
  };
}
