import { longestTimerMs } from './time-limit.ts';

const defaultTimeoutMs = 30_000;

/**
 * What an evaluator returns. A synchronous one costs no timer and no signal; an asynchronous one is given up when its time is
 * over, and its signal aborted.
 */
export async function withinTime(
  limit = defaultTimeoutMs,
  work: (signalOf: () => AbortSignal) => unknown,
): Promise<unknown> {
  let controller: AbortController | undefined;
  const made = () => {
    controller ??= new AbortController();
    return controller;
  };
  const returned = work(() => made().signal);
  if (!isThenable(returned)) return returned;
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
