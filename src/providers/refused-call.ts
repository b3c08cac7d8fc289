import type { ReplyHeaders } from './reply-headers.ts';
import type { PlainReply } from './transport.ts';

/** A reply that is no success, in the shape of the SDKs' own errors. */
export class RefusedCall extends Error {
  readonly status: number;
  /** What the body says; undefined where it is no JSON. */
  readonly error: unknown;
  readonly headers: ReplyHeaders;

  /** @param errorIn what of a body the vendor's SDK keeps. */
  constructor({ status, headers, text }: PlainReply, errorIn: (body: unknown) => unknown) {
    super(`${status} ${text}`);
    this.status = status;
    this.headers = headers;
    this.error = errorIn(parse(text));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
