import { longestTimerMs } from './time-limit.ts';

const defaultTimeoutMs = 30_000;

/**
 * What an evaluator returns. Of a synchronous one that is here at once, without a timer and a signal; an asynchronous one is
 * given up when its time is over, and its signal aborted.
 */
export function withinTime(
  limit = defaultTimeoutMs,
  work: (signalOf: () => AbortSignal) => unknown,
): unknown {
  let controller: AbortController | undefined;
  const made = () => {
    controller ??= new AbortController();
    return controller;
  };
  const returned = work(() => made().signal);
  return isThenable(returned) ? untilTimeout(returned, limit, made) : returned;
}

async function untilTimeout(
  returned: PromiseLike<unknown>,
  limit: number,
  made: () => AbortController,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const giveUp = () => {
      const error = new Error(`no score within ${limit} ms`);
      made().abort(error);
      reject(error);
    };
    timer = setTimeout(giveUp, Math.min(limit, longestTimerMs));
  });
  try {
    return await Promise.race([returned, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
