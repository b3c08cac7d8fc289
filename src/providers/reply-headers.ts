import type { IncomingHttpHeaders } from 'node:http';

/** The headers of a reply, for those who read single ones; `Headers` is one too. Names in lower case. */
export interface ReplyHeaders {
  get(name: string): string | null;
}

/** Those of Node's client as they are: `Headers` checks every name and value of every reply once more. */
export function replyHeaders(headers: IncomingHttpHeaders): ReplyHeaders {
  return {
    get(name) {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
  };
}
