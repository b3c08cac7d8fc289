import { errorCode } from '../core/error-code.ts';
import { type HttpProxy, proxyName } from './proxies.ts';
import { isTlsSetup } from './tls-failure.ts';
import { TransportError } from './transport-error.ts';

/** The codes of a connection that was never made. It is the proxy that all connections are made to. */
const unconnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/** What went wrong on the way through a proxy: the proxy is named where it is to blame. */
export function throughProxy(proxy: HttpProxy, error: Error): Error {
  const code = errorCode(error) ?? '';
  if (unconnected.includes(code)) {
    return unreached(proxy, `can not be reached (${code})`, { cause: error });
  }
  if (!isTlsSetup(code)) return error;
  const message = `no secure connection to ${nameOf(proxy)} (${code}); check ${proxy.variable} and the proxy's certificate; one of your own goes into NODE_EXTRA_CA_CERTS`;
  return new TransportError('proxy-tls', message, { cause: error });
}

/** What kept a proxy from opening a tunnel: up to then it alone is to blame. */
export function noTunnel(proxy: HttpProxy, error: Error): Error {
  const known = throughProxy(proxy, error);
  if (known instanceof TransportError) return known;
  const code = errorCode(error) ?? error.name;
  return unreached(proxy, `ended the connection (${code}) when it was to connect`, { cause: error });
}

/** A proxy that does not say whether it connects. */
export function silentProxy(proxy: HttpProxy, ms: number): TransportError {
  return unreached(proxy, `opened no connection within ${ms} ms`);
}

function unreached(proxy: HttpProxy, what: string, options?: ErrorOptions): TransportError {
  const message = `${nameOf(proxy)} ${what}; check ${proxy.variable}, or name the host in NO_PROXY`;
  return new TransportError('proxy-unreachable', message, options);
}

/** A proxy that does not let a call through. */
export function proxyRefusal(proxy: HttpProxy, status: number): TransportError {
  const said = `${nameOf(proxy)} answered ${status}`;
  if (status === 407) {
    const has =
      proxy.authorization === null
        ? 'it asks for a user and a password'
        : 'it does not take the user and the password';
    return new TransportError('proxy-refused', `${said}: ${has} of ${proxy.variable}`);
  }
  const isFinal = status >= 400 && status < 500;
  return new TransportError(
    isFinal ? 'proxy-refused' : 'proxy-unreachable',
    `${said} when it was to connect`,
  );
}

function nameOf(proxy: HttpProxy): string {
  return `the proxy ${proxyName(proxy)} (${proxy.variable})`;
}
