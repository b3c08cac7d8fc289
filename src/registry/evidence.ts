import { digestBytes } from '../core/digest.ts';
import { IntegrityError } from '../core/errors.ts';
import { evidenceText } from '../core/evidence.ts';
import type { Store } from '../core/registry.ts';
import type { RunFile, ServedModel } from '../core/run-file.ts';
import { blobKey } from './keys.ts';
import { decodeObject } from './record-bytes.ts';
import { assertShape, hasShape, is, listOf, oneOf, optional, orNull, type Shape } from './shape.ts';

/**
 * Keeps a copy of the run under its own digest.
 *
 * @returns the digest: over the canonical run.json with `release: null`.
 */
export async function putEvidence(store: Store, run: RunFile): Promise<string> {
  const bytes = new TextEncoder().encode(evidenceText(run));
  const digest = digestBytes(bytes);
  if ((await store.putIfAbsent(blobKey(digest), bytes)) === 'exists') await readBlob(store, digest);
  return digest;
}

/**
 * The run that is kept under this digest; undefined where there is none.
 *
 * @throws IntegrityError that names the key, where the bytes have another digest or are no run.
 */
export async function getEvidence(store: Store, digest: string): Promise<RunFile | undefined> {
  const bytes = await readBlob(store, digest);
  return bytes && parseRun(blobKey(digest), bytes);
}

async function readBlob(store: Store, digest: string): Promise<Uint8Array | undefined> {
  const key = blobKey(digest);
  const bytes = await store.get(key);
  if (bytes && digestBytes(bytes) !== digest) {
    throw new IntegrityError(`${key} is damaged: its content has another digest than its name`);
  }
  return bytes;
}

const isArm = hasShape<NonNullable<RunFile['arms']['baseline']>>({ digest: is.digest, prompt: is.object });

const isServed = hasShape<ServedModel>({
  model: is.text,
  arm: oneOf(['baseline', 'candidate']),
  ids: listOf(hasShape<ServedModel['ids'][number]>({ id: is.text, trials: is.count })),
});

/** What the audit compares, and what later runs ask of it; the rest of a run is the reports' business. */
const shape: Partial<Shape<RunFile>> = {
  id: is.name,
  prompt: is.name,
  status: oneOf(['complete', 'smoke', 'incomplete']),
  arms: hasShape<RunFile['arms']>({ baseline: orNull(isArm), candidate: isArm }),
  digests: hasShape<RunFile['digests']>({ evaluators: is.text, gates: is.text, trials: is.text }),
  dataset: hasShape<RunFile['dataset']>({ digest: is.text }),
  models: listOf(is.text),
  verdict: hasShape<RunFile['verdict']>({ status: is.name }),
  served: optional(listOf(isServed)),
  startedAt: is.time,
  finishedAt: is.time,
  tool: is.text,
  plan: hasShape<RunFile['plan']>({ action: is.name, alias: is.name }),
};

function parseRun(key: string, bytes: Uint8Array): RunFile {
  const run: unknown = decodeObject(key, bytes, 'formatVersion');
  assertShape<RunFile>(key, run, shape);
  return run;
}
