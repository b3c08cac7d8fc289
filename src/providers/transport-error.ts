/**
 * `proxy-unreachable`: no connection to a proxy, or none from it. `proxy-refused`: it lets no call through. `proxy-tls`: no
 * secure connection to it.
 * `cut`: the connection ended in the middle of a reply. `bad-reply`: what came is no usable HTTP reply.
 * `unreadable`: an answer of a model that is no JSON.
 * `too-large`: the reply is longer than any answer of a model.
 */
export type TransportErrorCode =
  | 'cut'
  | 'bad-reply'
  | 'unreadable'
  | 'too-large'
  | 'proxy-unreachable'
  | 'proxy-refused'
  | 'proxy-tls';

/** A reply came, but it can't be read, or a proxy is in the way. Failures of the network itself keep Node's own error and its `code`. */
export class TransportError extends Error {
  readonly code: TransportErrorCode;

  constructor(code: TransportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransportError';
    this.code = code;
  }
}
