import { ProviderError } from '../core/errors.ts';

/**
 * What an attempt that was aborted from outside rejects with: a time limit (`AbortSignal.timeout`) is a
 * failure of the attempt; any other reason, such as Ctrl-C, goes back to whoever gave it.
 */
export function abortFailure(reason: unknown, target: string): unknown {
  const isTimeout = reason instanceof Error && reason.name === 'TimeoutError';
  if (!isTimeout) return reason;
  return new ProviderError(`${target}: no answer within the time limit (timeoutMs)`, {
    code: 'timeout',
    scope: 'attempt',
  });
}
