import { errorCode } from '../core/error-code.ts';
import { type HttpProxy, proxyName } from './proxies.ts';
import { TransportError } from './transport-error.ts';

/** The codes of a connection that was never made. It is the proxy that all connections are made to. */
const unconnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/** What went wrong on the way through a proxy: the proxy is named where it is to blame. */
export function throughProxy(proxy: HttpProxy, error: Error): Error {
  const code = errorCode(error) ?? '';
  if (!unconnected.includes(code)) return error;
  const message = `${nameOf(proxy)} can not be reached (${code}); check ${proxy.variable}, or name the host in NO_PROXY`;
  return new TransportError('proxy-unreachable', message, { cause: error });
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
