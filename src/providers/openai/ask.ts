import type { OpenAI } from 'openai';
import { isJsonObject } from '../../core/json.ts';
import type { ModelReply, ModelRequest } from '../../core/provider.ts';
import { withLag } from '../loop-lag.ts';
import type { RequestPreparer } from '../prepared-request.ts';
import { withLimits } from '../rate-limits.ts';
import { parseReply } from '../read-reply.ts';
import { RefusedCall } from '../refused-call.ts';
import { type TimedReply, type Transport, timeOf } from '../transport.ts';
import { errorMember } from './error-body.ts';
import { type CallContext, errorInReply } from './errors.ts';
import type { Protocol } from './protocol.ts';

/** A call whose body is ready. */
export interface Call {
  client: OpenAI;
  transport: Transport;
  protocol: Protocol;
  body: object;
  context: CallContext;
}

/** One call, answered in one piece. The SDK writes what stands above the body. */
export async function ask(call: Call & { prepare: RequestPreparer }): Promise<ModelReply> {
  const { prepare, transport, protocol, body, context } = call;
  const request = await prepare({ path: protocol.path, model: context.target.model });
  const reply = await transport.post(request, JSON.stringify(body), context.signal);
  if (reply.status >= 300) throw new RefusedCall(reply, errorMember);
  return replyOf(parseReply(reply.text), reply, call);
}

/** One call, answered in pieces; a server that does not stream is taken as it is. */
export async function askStreaming(call: Call & { request: ModelRequest }): Promise<ModelReply> {
  const { client, transport, protocol } = call;
  const { signal } = call.request;
  const body = { ...call.body, ...protocol.streamed };
  const { data: events, response } = await client
    .post<AsyncIterable<unknown>>(protocol.path, { body, signal, stream: true })
    .withResponse();
  if (response.body === null) {
    return replyOf(parseReply(await response.text()), timeOf(response, transport), call);
  }
  let firstTokenMs: number | null = null;
  const data = await protocol.collect(events, () => {
    firstTokenMs ??= transport.latencyOf(response);
  });
  const reply = replyOf(data, timeOf(response, transport), call);
  return firstTokenMs === null ? reply : { ...reply, firstTokenMs };
}

function replyOf(
  data: unknown,
  { headers, latencyMs, lagMs }: TimedReply,
  { protocol, context }: Call,
): ModelReply {
  const error = isJsonObject(data) ? protocol.errorIn(data) : undefined;
  if (error !== undefined) throw errorInReply(error, context);
  return withLimits(withLag(protocol.reply(data, latencyMs), lagMs), headers);
}
