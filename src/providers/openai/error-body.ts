import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { BufferedResponse } from '../buffered-response.ts';
import { statusIn } from '../read-reply.ts';
import { readValidation, unknownInSentence } from '../validation-details.ts';

/** What an error says, whichever server wrote it. */
export interface ErrorBody {
  says: string;
  /** Stable words such as `model_not_found`. */
  words: string[];
  /** The member of the request that it is about, such as `max_tokens` or `reasoning`. */
  member: string | undefined;
  /** The members that the server does not know, where it lists what is wrong with each. */
  unknown: string[] | undefined;
  /** The status that belongs to it: gateways and streams answer 200, and then an error comes. */
  status: number | undefined;
}

/**
 * Reads what stands under `error`: `{message, code, type}` as OpenAI has it, a bare text, or a web framework's
 * `{detail}`, which Mistral has under `message`.
 */
export function readErrorBody(error: unknown): ErrorBody {
  const { message, detail, code, type, param }: JsonObject = isJsonObject(error) ? error : {};
  const validation = readValidation(isJsonObject(message) ? message.detail : detail);
  const said = [error, message, detail, validation?.says].find((value) => typeof value === 'string');
  const says = said ?? (isJsonObject(error) ? JSON.stringify(error) : '');
  const inSentence = unknownInSentence(says);
  return {
    says,
    words: [code, type].filter((value) => typeof value === 'string'),
    // `reasoning.effort` stands in the member `reasoning`.
    member: typeof param === 'string' ? param.split('.')[0] : undefined,
    unknown: validation?.unknown ?? (inSentence.length > 0 ? inSentence : undefined),
    status: statusIn(code) ?? statusOfWord(code),
  };
}

const statuses: Record<string, number> = { rate_limit_exceeded: 429, insufficient_quota: 429 };

/** What is wrong with the request itself would be wrong again. */
function statusOfWord(code: unknown): number | undefined {
  if (typeof code !== 'string') return undefined;
  if (/^(invalid|unsupported|context_length)_|image|policy/.test(code)) return 400;
  return Object.hasOwn(statuses, code) ? statuses[code] : undefined;
}

/** What a body says of an error: what stands under `error`, or all of it, as some servers write `{message, …}` at the top. */
export function errorMember(body: unknown): unknown {
  return isJsonObject(body) ? (body.error ?? body) : undefined;
}

/** The SDK reads only what stands under `error`: what stands at the top is moved there. */
export async function withErrorMember(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { status, statusText, headers } = response;
  const body = parse(await response.text());
  if (!isJsonObject(body) || body.error !== undefined) return response;
  return new BufferedResponse(Buffer.from(JSON.stringify({ error: body })), { status, statusText, headers });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
