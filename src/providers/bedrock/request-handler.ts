import type { Transport } from '../transport.ts';

/** What the SDK asks its request handler to send. */
interface SdkRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  /** Encoded and signed as it stands. */
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** The options of one call, which the SDK hands on as they are. */
export interface CallOptions {
  abortSignal?: AbortSignal;
  /** Hears how long the attempt took, and how much of that may be our own doing, in milliseconds. */
  took?: (latencyMs: number | null, lagMs: number) => void;
  /** Hears the headers of the reply, which the SDK keeps to itself. */
  heard?: (headers: Headers) => void;
  /** Reads the body of a success before the SDK does, and may throw. */
  read?: (text: string) => void;
}

/**
 * Sends the SDK's requests over our own transport: HTTP/1.1 with one connection for each call in flight, to AWS as
 * to any other endpoint. The SDK's default, HTTP/2, opens a session for each call in flight all the same, fails
 * against plain local servers, and does not tell when a call began: latency would hold the wait for a session.
 */
export function requestHandler(transport: Transport) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest, options: CallOptions = {}) {
      const response = await transport.fetch(urlOf(request), {
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: options.abortSignal ?? null,
      });
      options.took?.(transport.latencyOf(response), transport.lagOf(response));
      options.heard?.(response.headers);
      // Without a byte order mark, which the SDK does not take.
      const text = await response.text();
      if (response.ok) options.read?.(text);
      const body = Buffer.from(text);
      const headers = Object.fromEntries(response.headers);
      return { response: { statusCode: response.status, reason: response.statusText, headers, body } };
    },
    // The SDK calls these where others change its settings later, which nobody does here.
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().map((item) => `${encodeURIComponent(key)}=${encodeURIComponent(item ?? '')}`),
  );
  const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
  return `${origin}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}
