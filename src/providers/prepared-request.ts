import { type PreparedRequest, requestHeaders } from './transport.ts';

/** The part of an SDK's client that writes requests. The SDKs of OpenAI and Anthropic are built alike. */
interface RequestWriter {
  buildRequest(options: {
    method: 'post';
    path: string;
    body: object;
    headers?: Record<string, string>;
  }): Promise<{ url: string; req: RequestInit }>;
}

/** What tells one kind of call from another. */
export interface Asked {
  path: string;
  /** An address may hold it. */
  model: string;
  headers?: Record<string, string>;
}

export type RequestPreparer = (asked: Asked) => Promise<PreparedRequest>;

/**
 * Lets the SDK write the address and the headers, its own way with keys and versions, once for each kind of call: only the
 * body differs from one to the next. Sending each through the SDK takes four times what the exchange itself does.
 */
export function requestPreparer(client: RequestWriter): RequestPreparer {
  const prepared = new Map<string, Promise<PreparedRequest>>();
  const prepare = async ({ path, model, headers = {} }: Asked): Promise<PreparedRequest> => {
    const { url, req } = await client.buildRequest({ method: 'post', path, body: { model }, headers });
    return { url, headers: requestHeaders(req) };
  };
  return (asked) => {
    const { path, model, headers = {} } = asked;
    const above = Object.keys(headers).length === 0 ? '' : JSON.stringify(headers);
    const key = `${path}\n${model}\n${above}`;
    const known = prepared.get(key) ?? prepare(asked);
    prepared.set(key, known);
    return known;
  };
}
