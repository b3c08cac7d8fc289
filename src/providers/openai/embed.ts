import type { OpenAI } from 'openai';
import { isJsonObject } from '../../core/json.ts';
import type { Embedding, EmbeddingRequest } from '../../core/provider.ts';
import { badEmbedding, embeddingUsage, readVector } from '../embeddings.ts';
import { rateLimits } from '../rate-limits.ts';
import { errorInstead } from '../read-reply.ts';
import { nameTarget } from '../status-failure.ts';
import { type CallContext, errorInReply } from './errors.ts';

export const embeddingsPath = '/embeddings';

/**
 * One call of Embeddings. Floats are asked for, because compatible servers know them best; the SDK's own method asks for
 * base64, and makes nonsense of a server that sends floats all the same.
 */
export async function embed(
  client: OpenAI,
  { model, text, signal }: EmbeddingRequest,
  context: CallContext,
): Promise<Embedding> {
  const body = { model, input: text, encoding_format: 'float' };
  const { data, response } = await client.post<unknown>(embeddingsPath, { body, signal }).withResponse();
  const of = nameTarget(context.target);
  if (!isJsonObject(data)) throw badEmbedding(of, 'it is no JSON object', 'attempt');
  const error = Array.isArray(data.data) ? undefined : errorInstead(data);
  if (error !== undefined) throw errorInReply(error, context);
  const entries: unknown[] = Array.isArray(data.data) ? data.data : [];
  const [entry] = entries;
  if (entries.length !== 1 || !isJsonObject(entry)) {
    const scope = Array.isArray(data.data) ? 'trial' : 'attempt';
    throw badEmbedding(of, `one embedding was asked for, and ${entries.length} came`, scope);
  }
  const limits = rateLimits(response.headers);
  return {
    vector: readVector(entry.embedding, of),
    usage: embeddingUsage(isJsonObject(data.usage) ? data.usage.prompt_tokens : undefined, text),
    servedModel: typeof data.model === 'string' && data.model !== '' ? data.model : null,
    ...(limits.length > 0 && { limits }),
  };
}
