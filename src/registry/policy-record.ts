import { canonicalJson, digestBytes } from '../core/digest.ts';
import { isJsonObject } from '../core/json.ts';
import type { PolicyChange } from '../core/policy.ts';
import type { Store } from '../core/registry.ts';
import { blobKey } from './keys.ts';
import { decodeObject } from './record-bytes.ts';

/** What an approval of looser terms is about. */
function recordOf(prompt: string, changes: readonly PolicyChange[]): string {
  return canonicalJson({ v: 1, kind: 'policy', prompt, changes });
}

/** By which exactly these changes are approved. */
export function policyDigest(prompt: string, changes: readonly PolicyChange[]): string {
  return digestBytes(recordOf(prompt, changes));
}

/** Keeps what somebody approved, beside the evidence of runs. */
export async function putPolicyChange(
  store: Store,
  prompt: string,
  changes: readonly PolicyChange[],
): Promise<void> {
  const bytes = new TextEncoder().encode(recordOf(prompt, changes));
  await store.putIfAbsent(blobKey(digestBytes(bytes)), bytes);
}

export async function hasPolicyChange(store: Store, prompt: string, digest: string): Promise<boolean> {
  const key = blobKey(digest);
  const bytes = await store.get(key);
  if (!bytes || digestBytes(bytes) !== digest) return false;
  const record: unknown = decodeObject(key, bytes, 'v');
  return isJsonObject(record) && record.kind === 'policy' && record.prompt === prompt;
}
