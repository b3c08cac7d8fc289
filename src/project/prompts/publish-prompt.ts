import { InputError } from '../../core/errors.ts';
import type { Store, VersionRecord } from '../../core/registry.ts';
import { hasSameOrder } from '../../prompts/prompt-content.ts';
import { type PublishRequest, publishVersion } from '../../registry/versions.ts';

/**
 * Makes the next version of a prompt, or names the one that it is already.
 *
 * @throws InputError where that one is sent with its keys in another order: who looked at the one has not seen the other.
 */
export async function publishPrompt(
  store: Store,
  request: PublishRequest,
): Promise<{ record: VersionRecord; created: boolean }> {
  const published = await publishVersion(store, request);
  if (hasSameOrder(published.record.file, request.file)) return published;
  const { prompt, version } = published.record;
  throw new InputError({
    message: `version ${version} of ${prompt} is the same but for the order of keys in a schema, a tool or a default, which a model reads too`,
    hint: `Change a word with it to make another version, or take that one as it is: ${prompt}@${version}`,
  });
}
