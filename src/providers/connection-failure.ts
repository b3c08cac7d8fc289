import { errorCode } from '../core/error-code.ts';
import { type FailureScope, ProviderError } from '../core/errors.ts';
import { isTlsSetup } from './tls-failure.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';

interface Meaning {
  code: string;
  scope: FailureScope;
  says: string;
}

const unreachable = (says: string): Meaning => ({ code: 'unreachable', scope: 'attempt', says });
const lost: Meaning = { code: 'connection-lost', scope: 'attempt', says: 'the connection was lost' };

const meanings: Record<string, Meaning> = {
  ECONNREFUSED: unreachable('nothing answers there; is the server running?'),
  ENOTFOUND: unreachable('there is no such host'),
  EAI_AGAIN: unreachable('the host name can not be looked up now'),
  EHOSTUNREACH: unreachable('the host can not be reached'),
  ENETUNREACH: unreachable('the network can not be reached'),
  ETIMEDOUT: unreachable('the host does not accept the connection in time'),
  ECONNRESET: lost,
  EPIPE: lost,
  ECONNABORTED: lost,
};

const ofTransport: Record<TransportErrorCode, Omit<Meaning, 'says'>> = {
  cut: { code: 'cut-reply', scope: 'attempt' },
  'bad-reply': { code: 'bad-reply', scope: 'attempt' },
  unreadable: { code: 'unreadable-reply', scope: 'trial' },
  'too-large': { code: 'bad-reply', scope: 'trial' },
  'proxy-unreachable': { code: 'proxy-unreachable', scope: 'attempt' },
  'proxy-refused': { code: 'proxy-refused', scope: 'run' },
  'proxy-tls': { code: 'tls', scope: 'run' },
};

/**
 * A call that got no complete reply, as the error that the runner sorts by. It may be tried again, save where
 * the set-up of TLS is wrong, which no later call mends.
 *
 * @param target the provider and its base URL, as messages name them.
 */
export function connectionFailure(error: unknown, target: string): ProviderError {
  const { code, scope, says } = meaningOf(error);
  return new ProviderError(`${target}: ${says}`, { code, scope, cause: error });
}

function meaningOf(error: unknown): Meaning {
  if (error instanceof TransportError) {
    return { ...ofTransport[error.code], says: error.message };
  }
  const systemCode = errorCode(error) ?? '';
  const known = Object.hasOwn(meanings, systemCode) ? meanings[systemCode] : undefined;
  if (known !== undefined) return { ...known, says: `${known.says} (${systemCode})` };
  if (isTlsSetup(systemCode)) {
    return {
      code: 'tls',
      scope: 'run',
      says: `no secure connection (${systemCode}); check the address and its certificate; one of your own goes into NODE_EXTRA_CA_CERTS`,
    };
  }
  if (systemCode.startsWith('HPE_')) {
    return {
      code: 'bad-reply',
      scope: 'attempt',
      says: `what answers there does not speak HTTP (${systemCode})`,
    };
  }
  const detail = systemCode || (error instanceof Error ? error.name : 'unknown error');
  return { code: 'connection-failed', scope: 'attempt', says: `the call failed (${detail})` };
}
