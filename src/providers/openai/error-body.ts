import { isJsonObject } from '../../core/json.ts';
import { BufferedResponse } from '../buffered-response.ts';

/** What an error says, whichever server wrote it. */
export interface ErrorBody {
  says: string;
  /** Stable words such as `model_not_found`. */
  words: string[];
  /** Some gateways answer 200 and put the true status here. */
  status: number | undefined;
}

/**
 * Reads what stands under `error`: `{message, code, type}` as OpenAI has it, a bare text, or a web framework's
 * `{detail}`.
 */
export function readErrorBody(error: unknown): ErrorBody {
  if (!isJsonObject(error))
    return { says: typeof error === 'string' ? error : '', words: [], status: undefined };
  const { message, detail, code, type } = error;
  const says = [message, detail].find((value) => typeof value === 'string');
  return {
    says: says ?? JSON.stringify(error),
    words: [code, type].filter((value) => typeof value === 'string'),
    status: typeof code === 'number' ? code : undefined,
  };
}

/** The SDK reads only what stands under `error`, and some servers write `{message, …}` at the top: that is moved. */
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
