import { ProviderError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import type { Embedding, EmbeddingRequest } from '../../core/provider.ts';
import { badEmbedding, embeddingUsage, readVector } from '../embeddings.ts';
import { parseReply } from '../read-reply.ts';

/** Each maker has a body of its own. */
interface Shape {
  ids: RegExp;
  body(text: string): JsonObject;
  vector(reply: JsonObject): unknown;
  tokens(reply: JsonObject): unknown;
}

const shapes: readonly Shape[] = [
  {
    ids: /amazon\.titan-embed-(?:text|g1-text)/,
    body: (inputText) => ({ inputText }),
    vector: ({ embedding }) => embedding,
    tokens: ({ inputTextTokenCount }) => inputTextTokenCount,
  },
  {
    ids: /cohere\.embed/,
    // Both texts of a comparison are of one kind. A text that is too long is refused, not cut: its end may be what is wrong.
    body: (text) => ({ texts: [text], input_type: 'clustering', truncate: 'NONE' }),
    vector({ embeddings }) {
      const vectors = isJsonObject(embeddings) ? embeddings.float : embeddings;
      return Array.isArray(vectors) && vectors.length === 1 ? vectors[0] : undefined;
    },
    tokens: () => undefined,
  },
];

/**
 * The body that InvokeModel takes for one text.
 *
 * @throws ProviderError `unsupported` (scope `run`) for a model whose body is not known.
 */
export function embeddingBody({ model, text }: Omit<EmbeddingRequest, 'signal'>): string {
  return JSON.stringify(shapeOf(model).body(text));
}

/**
 * @param reply the bytes of InvokeModel's body.
 * @param counted the input tokens that Bedrock names in a header.
 */
export function embeddingOf(
  reply: Uint8Array,
  { model, text }: Omit<EmbeddingRequest, 'signal'>,
  counted: string | undefined,
): Embedding {
  const parsed: unknown = parseReply(Buffer.from(reply).toString());
  if (!isJsonObject(parsed)) throw badEmbedding(model, 'it is no JSON object', 'attempt');
  const shape = shapeOf(model);
  return {
    vector: readVector(shape.vector(parsed), model),
    usage: embeddingUsage(shape.tokens(parsed) ?? Number(counted), text),
    servedModel: null,
  };
}

function shapeOf(model: string): Shape {
  const shape = shapes.find(({ ids }) => ids.test(model));
  if (shape !== undefined) return shape;
  const message = `embeddings of "${model}" are not known here; use a model whose id has amazon.titan-embed-text or cohere.embed`;
  throw new ProviderError(message, { code: 'unsupported', scope: 'run' });
}
