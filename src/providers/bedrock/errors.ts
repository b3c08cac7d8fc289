import { errorCode } from '../../core/error-code.ts';
import { ProviderError } from '../../core/errors.ts';
import { excerpt } from '../../core/text.ts';
import { abortFailure } from '../abort.ts';
import { connectionFailure } from '../connection-failure.ts';
import { credentialsFailure, isCredentialsFailure } from './credentials.ts';
import { namePlace } from './place.ts';
import { type Refusal, readRefusal } from './refusal.ts';
import type { Asked } from './validation.ts';
import { verdictOf } from './verdict.ts';

const longestQuote = 300;

/**
 * What a call rejects with: ProviderError for everything that went wrong with the vendor, or the reason of the
 * caller's own abort.
 */
export function callFailure(error: unknown, asked: Asked, signal: AbortSignal): unknown {
  const target = namePlace(asked.place);
  if (signal.aborted) return abortFailure(signal.reason, target);
  if (error instanceof ProviderError) return error;
  const refusal = readRefusal(error);
  if (refusal !== null) return refusalFailure(refusal, asked);
  if (isCredentialsFailure(error)) {
    const message = `${target}: no AWS credentials: ${credentialsFailure(error)}`;
    return new ProviderError(message, { code: 'unauthorized', scope: 'run' });
  }
  return noSuchRegion(error, asked) ?? connectionFailure(error, target);
}

function refusalFailure(refusal: Refusal, asked: Asked): ProviderError {
  const { code, scope, advice, parameter, alternatives, quiet } = verdictOf(refusal, asked);
  const { name, status, says, retryAfterMs } = refusal;
  const quote = quiet ? '' : excerpt(says, longestQuote).replace(/[.\s]+$/, '');
  const message = [
    `${namePlace(asked.place)} answered ${status}${name && ` ${excerpt(name, 60)}`}${quote && `: ${quote}`}`,
    ...(advice === '' ? [] : [advice]),
  ].join('; ');
  return new ProviderError(message, {
    code,
    scope,
    parameter,
    alternatives,
    ...(scope === 'attempt' ? { retryAfterMs } : {}),
  });
}

/** The host of a region that does not exist has no address, and no later call changes that. */
function noSuchRegion(error: unknown, { place }: Asked): ProviderError | null {
  const isUnknownHost = errorCode(error) === 'ENOTFOUND';
  if (!isUnknownHost || place.endpoint !== null) return null;
  const message = `${namePlace(place)}: there is no such host; check the region "${place.region}" (${place.regionPlace}) and the network`;
  return new ProviderError(message, { code: 'wrong-region', scope: 'run', cause: error });
}
