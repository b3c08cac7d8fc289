import { InputError } from '../core/errors.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { Store, VersionRecord } from '../core/registry.ts';
import { numberedKey, versionsFolder } from './keys.ts';
import { requireOwnPromptName } from './name-twins.ts';
import { encodeRecord } from './record-bytes.ts';
import { highestNumber, readSequence } from './sequence.ts';
import { parseVersion } from './version-record.ts';

export interface PublishRequest {
  prompt: string;
  /** The digest of `file`. */
  digest: string;
  file: PromptFile;
  note: string | null;
  actor: string;
  /** ISO 8601 UTC. */
  at: string;
}

/**
 * Makes the next version, or names the one that has this digest already. Whoever loses a number reads on from
 * it, so every lower number has been compared before a new one is taken: one version a digest, however many publish.
 */
export async function publishVersion(
  store: Store,
  request: PublishRequest,
): Promise<{ record: VersionRecord; created: boolean }> {
  const folder = versionsFolder(request.prompt);
  for (let next = 1; ; ) {
    for await (const { number, key, bytes } of readSequence(store, folder, next)) {
      const record = parseVersion(key, bytes);
      next = number + 1;
      if (record.digest !== request.digest) continue;
      // Another publisher may not have flushed it yet; `exists` promises that it is durable before we build on it.
      await store.putIfAbsent(key, bytes);
      return { record, created: false };
    }
    if (next === 1) await requireOwnPromptName(store, request.prompt);
    const key = numberedKey(folder, next);
    const bytes = encodeRecord(versionRecord(request, next));
    const record = parseVersion(key, bytes);
    if ((await store.putIfAbsent(key, bytes)) === 'created') return { record, created: true };
  }
}

function versionRecord(request: PublishRequest, version: number): VersionRecord {
  const { prompt, digest, note, actor, at, file } = request;
  return { v: 1, prompt, version, digest, note, actor, at, file };
}

export async function readVersion(
  store: Store,
  prompt: string,
  version: number,
): Promise<VersionRecord | undefined> {
  const key = numberedKey(versionsFolder(prompt), version);
  const bytes = await store.get(key);
  return bytes && parseVersion(key, bytes);
}

/** All versions of a prompt, ascending. */
export async function listVersions(store: Store, prompt: string): Promise<VersionRecord[]> {
  const versions: VersionRecord[] = [];
  for await (const { key, bytes } of readSequence(store, versionsFolder(prompt))) {
    versions.push(parseVersion(key, bytes));
  }
  return versions;
}

/** The version with the highest number; undefined where nothing was published. */
export async function readLatestVersion(store: Store, prompt: string): Promise<VersionRecord | undefined> {
  const highest = await highestNumber(store, versionsFolder(prompt));
  return highest === 0 ? undefined : await readVersion(store, prompt, highest);
}

/**
 * The version with this digest, which may be cut short: `sha256:9f3c`.
 *
 * @throws InputError where several versions begin so.
 */
export async function findVersionByDigest(
  store: Store,
  prompt: string,
  digest: string,
): Promise<VersionRecord | undefined> {
  const start = digest.replace(/^sha256:/, '').toLowerCase();
  if (start === '') return undefined;
  const matches = (await listVersions(store, prompt)).filter((version) =>
    version.digest.startsWith(`sha256:${start}`),
  );
  if (matches.length > 1) {
    const found = matches.map((version) => version.version).join(', ');
    throw new InputError({
      message: `several versions of ${prompt} have a digest that begins with ${start}: ${found}`,
      hint: 'Write more digits, or the version number',
    });
  }
  return matches[0];
}
