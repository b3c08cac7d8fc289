import { setTimeout as delay } from 'node:timers/promises';
import { CallSignal } from '../core/call-signal.ts';
import { ProviderError } from '../core/errors.ts';
import type { ModelReply, ModelRequest, Provider } from '../core/provider.ts';
import { type Heard, untilReset } from './pace.ts';
import type { Pacer } from './pacer.ts';
import { longestTimerMs } from './time-limit.ts';
import { whenAborted } from './when-aborted.ts';

/** A request, before an attempt gives it its signal. */
export type UnsentRequest = Omit<ModelRequest, 'signal' | 'ending'>;

export interface AttemptedReply {
  reply: ModelReply;
  attempts: number;
}

export interface RetryNotice {
  /** The one that failed, from 1 on. */
  attempt: number;
  code: string;
  waitMs: number;
}

/** A failure that stays after the last attempt, with the number of calls it took. */
export class AttemptsExhausted extends Error {
  readonly failure: ProviderError;
  readonly attempts: number;

  constructor(failure: ProviderError, attempts: number) {
    super(failure.message, { cause: failure });
    this.failure = failure;
    this.attempts = attempts;
  }
}

/** Told of the attempts of a call. */
export interface AttemptWatch {
  started(attempt: number): void;
  answered(attempt: number, reply: ModelReply): void;
  failed(attempt: number, code: string): void;
}

const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** A provider may ask for hours; a run that sleeps that long looks dead, and a timer can't count beyond 24 days. */
const longestAskedMs = 120_000;

/** What a trial's attempts share. */
export interface AttemptOptions {
  /** Ends every attempt and every wait. */
  signal: AbortSignal;
  pacer: Pick<Pacer, 'call'>;
  /** Is told how each attempt went. */
  onHeard(heard: Heard): void;
  /** What a call may use, where the provider has a limit for them. */
  expectedTokens?: number;
  onRetry(notice: RetryNotice): void;
  /** Hears of each attempt as it starts and ends. */
  watch?: AttemptWatch;
  /**
   * Makes another request of one that was refused, such as one without a parameter that the model does not know;
   * asked at once, and no retry.
   */
  mend?(refusal: ProviderError, request: UnsentRequest): UnsentRequest | undefined;
}

/**
 * Asks until an answer comes or the failure is final. Only failures of the transport are tried again, never an
 * answer that was bad. Waits as long as the provider asked for (two minutes at most), else exponentially longer with
 * full jitter. No attempt starts before the pacer lets it.
 *
 * @throws AttemptsExhausted when the trial has failed; ProviderError of scope `run` when the run must stop;
 * the signal's reason when the run was stopped.
 */
export async function askWithRetries(
  provider: Provider,
  request: UnsentRequest,
  options: AttemptOptions,
): Promise<AttemptedReply> {
  const { signal, pacer, expectedTokens, watch } = options;
  let asked = request;
  let mended = 0;
  for (let attempts = 1; ; attempts++) {
    try {
      const ask = () => {
        watch?.started(attempts);
        return askOnce(provider, asked, signal);
      };
      const made = await pacer.call(ask, signal, expectedTokens);
      const { limits, ...reply } = made;
      watch?.answered(attempts, reply);
      options.onHeard({ outcome: 'answered', waitMs: withinAsked(untilReset(limits)) });
      return { reply, attempts };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ProviderError)) throw error;
      watch?.failed(attempts, error.code);
      const better = options.mend?.(error, asked);
      if (better !== undefined) {
        asked = better;
        mended++;
        continue;
      }
      if (error.scope === 'run') throw error;
      options.onHeard(heardFrom(error));
      const retries = attempts - mended;
      if (!error.isRetryable || retries > provider.maxRetries) throw new AttemptsExhausted(error, attempts);
      const waitMs = waitBefore(retries, error.retryAfterMs, Math.random());
      options.onRetry({ attempt: attempts, code: error.code, waitMs });
      await delay(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

/** How long to wait after the given failed attempt, in milliseconds. `chance` is between 0 and 1. */
export function waitBefore(attempt: number, retryAfterMs: number | undefined, chance: number): number {
  if (retryAfterMs !== undefined) return withinAsked(retryAfterMs);
  return chance * Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
}

/** What a failure says of the traffic. One that is about its trial alone says as much as an answer: the server is well. */
function heardFrom({ code, isRetryable, retryAfterMs = 0, limits }: ProviderError): Heard {
  const waitMs = withinAsked(Math.max(retryAfterMs, untilReset(limits)));
  if (!isRetryable) return { outcome: 'answered', waitMs };
  return { outcome: code === 'rate-limited' ? 'refused' : 'failed', waitMs };
}

function withinAsked(ms: number): number {
  return Math.min(longestAskedMs, Math.max(0, ms));
}

/**
 * One attempt under the provider's time limit, which holds for a provider too that does not heed its signal. Not
 * AbortSignal.any: on Node 20 it keeps every signal alive.
 */
function askOnce(provider: Provider, request: UnsentRequest, runSignal: AbortSignal): Promise<ModelReply> {
  runSignal.throwIfAborted();
  const ending = new CallSignal();
  return new Promise((resolve, reject) => {
    // Rejected before the provider hears of it, so that a timeout is called one whatever the provider says of it.
    const end = (reason: unknown) => {
      reject(reason);
      ending.abort(reason);
    };
    const timer = setTimeout(() => end(timeoutOf(provider)), Math.min(provider.timeoutMs, longestTimerMs));
    const unheard = whenAborted(runSignal, () => end(runSignal.reason));
    const complete = async () => {
      try {
        return await provider.complete(new SentRequest(request, ending));
      } finally {
        clearTimeout(timer);
        unheard();
      }
    };
    complete().then(resolve, reject);
  });
}

/** A request with its attempt's signal. */
class SentRequest implements ModelRequest {
  readonly model: string;
  readonly messages: ModelRequest['messages'];
  readonly parameters: ModelRequest['parameters'];
  readonly responseFormat: ModelRequest['responseFormat'];
  readonly outputSchema: ModelRequest['outputSchema'];
  readonly tools: ModelRequest['tools'];
  readonly toolChoice: ModelRequest['toolChoice'];
  readonly ending: CallSignal;

  constructor(request: UnsentRequest, ending: CallSignal) {
    this.model = request.model;
    this.messages = request.messages;
    this.parameters = request.parameters;
    this.responseFormat = request.responseFormat;
    this.outputSchema = request.outputSchema;
    this.tools = request.tools;
    this.toolChoice = request.toolChoice;
    this.ending = ending;
  }

  get signal(): AbortSignal {
    return this.ending.real;
  }
}

/** Made only when the time is up: an error's stack costs more than the rest of a call's bookkeeping. */
function timeoutOf(provider: Provider): ProviderError {
  const message = `${provider.name} did not answer within ${provider.timeoutMs} ms`;
  return new ProviderError(message, { code: 'timeout', scope: 'attempt' });
}
