import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export interface ChatRequest {
  model: string;
  messages: { role: string; content: string }[];
  /** The whole body as it came. */
  body: Record<string, unknown>;
  /** The header of that name, with its key. */
  authorization: string | undefined;
  headers: IncomingHttpHeaders;
  /** From 0, in the order in which requests came. */
  index: number;
}

/**
 * A text is the model's answer. `hang` never answers; `cut` ends the connection in the middle of the body. An answer
 * of the word itself needs the long form.
 */
export type ChatAnswer =
  | string
  | 'hang'
  | 'cut'
  | { status: number; body?: unknown; headers?: Record<string, string> };

export interface OpenAIServerOptions {
  answer(request: ChatRequest): ChatAnswer | Promise<ChatAnswer>;
  /** How long each answer takes; default 0. */
  latencyMs?: number;
}

export interface OpenAIServer {
  /** With /v1, as OPENAI_BASE_URL has it. */
  baseURL: string;
  requests: ChatRequest[];
  /** Most requests that were open at once. */
  maxInFlight(): number;
  close(): Promise<void>;
}

/** An OpenAI-compatible chat server on a free port of the loopback interface; closed when the test ends. */
export async function startOpenAIServer(options: OpenAIServerOptions): Promise<OpenAIServer> {
  const requests: ChatRequest[] = [];
  const inFlight = { now: 0, most: 0 };
  const server = createServer((message, response) => {
    inFlight.most = Math.max(inFlight.most, ++inFlight.now);
    response.once('close', () => inFlight.now--);
    handle(message, response, requests, options).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, errorBody(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  closeWhenTestEnds(close);
  const { port } = server.address() as AddressInfo;
  return { baseURL: `http://127.0.0.1:${port}/v1`, requests, maxInFlight: () => inFlight.most, close };
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  requests: ChatRequest[],
  { answer, latencyMs = 0 }: OpenAIServerOptions,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  if (message.method !== 'POST' || message.url?.split('?')[0] !== '/v1/chat/completions') {
    return send(response, 404, errorBody(`no route ${message.method} ${message.url}`));
  }
  const request = readRequest(message, Buffer.concat(chunks).toString(), requests.length);
  requests.push(request);
  const given = await answer(request);
  if (latencyMs > 0) await wait(latencyMs);
  if (given === 'hang') return;
  if (given === 'cut') return cut(response, completion(request, 'this answer ends in the middle'));
  if (typeof given === 'string') return send(response, 200, completion(request, given));
  send(response, given.status, given.body ?? errorBody(`status ${given.status}`), given.headers);
}

function readRequest(message: IncomingMessage, text: string, index: number): ChatRequest {
  const body: Record<string, unknown> & Pick<ChatRequest, 'model' | 'messages'> = JSON.parse(text);
  const { headers } = message;
  return {
    model: body.model,
    messages: body.messages,
    body,
    authorization: headers.authorization,
    headers,
    index,
  };
}

function completion(request: ChatRequest, content: string): unknown {
  const input = countTokens(request.messages.map((message) => message.content).join(''));
  const output = countTokens(content);
  return {
    id: `chatcmpl-${request.index}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: request.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function errorBody(message: string): unknown {
  return { error: { message, type: 'test_error', param: null, code: null } };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}

function cut(response: ServerResponse, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

function closeWhenTestEnds(close: () => Promise<void>): void {
  try {
    onTestFinished(close);
  } catch {
    // Outside of a test (in beforeAll) the caller closes it itself.
  }
}
