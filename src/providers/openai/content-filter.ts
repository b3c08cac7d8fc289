import { isJsonObject } from '../../core/json.ts';
import type { ModelReply } from '../../core/provider.ts';
import type { Transport } from '../transport.ts';
import { replyOf } from './answer.ts';
import { vendorError } from './errors.ts';

/**
 * Azure refuses a prompt that its filter does not like with an error. It is what this model answers to that case, so
 * it is an answer without text. Undefined for every other failure.
 */
export function filteredReply(error: unknown, transport: Transport): ModelReply | undefined {
  const said = vendorError(error);
  if (!(error instanceof Error && isJsonObject(said) && said.code === 'content_filter')) return undefined;
  const headers = 'headers' in error && error.headers instanceof Object ? error.headers : undefined;
  return replyOf(
    { text: '', refusal: '', calls: [], ended: 'content-filter', usage: null, servedModel: null },
    headers === undefined ? null : transport.latencyOf({ headers }),
  );
}
