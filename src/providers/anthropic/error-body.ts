import { isJsonObject } from '../../core/json.ts';
import { statusIn } from '../read-reply.ts';

/** What an error says, whichever server wrote it. */
export interface ErrorBody {
  says: string;
  /** Stable words such as `rate_limit_error` and `organization_on_hold`. */
  words: string[];
  /** The status that it names as its code. */
  status: number | undefined;
}

/**
 * Reads `{"type": "error", "error": {type, message, details: {error_code}}}` as Anthropic has it, the same without its
 * frame, a bare text, or a web framework's `{detail}`.
 */
export function readErrorBody(body: unknown): ErrorBody {
  const error = isJsonObject(body) && body.error !== undefined ? body.error : body;
  if (!isJsonObject(error)) {
    return { says: typeof error === 'string' ? error : '', words: [], status: undefined };
  }
  const { message, detail, type, code, details } = error;
  const errorCode = isJsonObject(details) ? details.error_code : undefined;
  const says = [message, detail].find((value) => typeof value === 'string');
  return {
    says: says ?? JSON.stringify(error),
    words: [errorCode, code, type].filter((value) => typeof value === 'string'),
    status: statusIn(code),
  };
}
