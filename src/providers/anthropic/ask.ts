import type { Anthropic } from '@anthropic-ai/sdk';
import { isJsonObject } from '../../core/json.ts';
import type { ModelReply, ModelRequest } from '../../core/provider.ts';
import { withLag } from '../loop-lag.ts';
import type { RequestPreparer } from '../prepared-request.ts';
import { withLimits } from '../rate-limits.ts';
import { errorInstead, parseReply } from '../read-reply.ts';
import { RefusedCall } from '../refused-call.ts';
import { type TimedReply, type Transport, timeOf } from '../transport.ts';
import { type CallContext, errorInReply } from './errors.ts';
import { type MessageBody, neededVersion } from './message-body.ts';
import { modelReply } from './response.ts';
import { collectMessage } from './stream.ts';

/** A call whose body is ready. */
export interface Call {
  client: Anthropic;
  transport: Transport;
  body: MessageBody;
  context: CallContext;
}

// Not `messages.create`: it sends the same, and prints a warning a call where the model will be retired.
export const messagesPath = '/v1/messages';

/** One call, answered in one piece. The SDK writes what stands above the body. */
export async function ask(call: Call & { prepare: RequestPreparer }): Promise<ModelReply> {
  const { prepare, transport, body } = call;
  const headers = headersOf(call);
  const request = await prepare({ path: messagesPath, model: body.model, headers });
  const reply = await transport.post(request, JSON.stringify(body), call.context.signal);
  if (reply.status >= 300) throw new RefusedCall(reply, (said) => said);
  return replyOf(parseReply(reply.text), reply, call);
}

/** One call, answered in pieces; a server that does not stream is taken as it is. */
export async function askStreaming(call: Call & { request: ModelRequest }): Promise<ModelReply> {
  const { client, transport, request } = call;
  const body = { ...call.body, stream: true };
  const { data: events, response } = await client
    .post<AsyncIterable<unknown>>(messagesPath, {
      headers: headersOf(call),
      signal: request.signal,
      body,
      stream: true,
    })
    .withResponse();
  if (response.body === null) {
    return replyOf(parseReply(await response.text()), timeOf(response, transport), call);
  }
  let firstTokenMs: number | null = null;
  const data = await collectMessage(events, () => {
    firstTokenMs ??= transport.latencyOf(response);
  });
  const reply = replyOf(data, timeOf(response, transport), call);
  return firstTokenMs === null ? reply : { ...reply, firstTokenMs };
}

function headersOf({ body }: Call): Record<string, string> {
  const version = neededVersion(body);
  return version === undefined ? {} : { 'anthropic-version': version };
}

function replyOf(data: unknown, { headers, latencyMs, lagMs }: TimedReply, { context }: Call): ModelReply {
  const error = isJsonObject(data) && !Array.isArray(data.content) ? errorInstead(data) : undefined;
  if (error !== undefined) throw errorInReply(error, context);
  return withLimits(withLag(modelReply(data, latencyMs), lagMs), headers);
}
