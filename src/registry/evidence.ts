import { digestBytes } from '../core/digest.ts';
import { IntegrityError } from '../core/errors.ts';
import { evidenceText } from '../core/evidence.ts';
import type { Store } from '../core/registry.ts';
import type { RunFile, ServedModel } from '../core/run-file.ts';
import { blobKey } from './keys.ts';
import { decodeObject } from './record-bytes.ts';
import {
  assertShape,
  hasShape,
  isCount,
  isDigest,
  isName,
  isObject,
  isText,
  isTime,
  listOf,
  oneOf,
  optional,
  orNull,
  type Shape,
} from './shape.ts';

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

const isArm = hasShape<NonNullable<RunFile['arms']['baseline']>>({ digest: isDigest, prompt: isObject });

const isServed = hasShape<ServedModel>({
  model: isText,
  arm: oneOf(['baseline', 'candidate']),
  ids: listOf(hasShape<ServedModel['ids'][number]>({ id: isText, trials: isCount })),
});

/** What the audit compares, and what later runs ask of it; the rest of a run is the reports' business. */
const shape: Partial<Shape<RunFile>> = {
  id: isName,
  prompt: isName,
  status: oneOf(['complete', 'smoke', 'incomplete']),
  arms: hasShape<RunFile['arms']>({ baseline: orNull(isArm), candidate: isArm }),
  digests: hasShape<RunFile['digests']>({ evaluators: isText, gates: isText, trials: isText }),
  dataset: hasShape<RunFile['dataset']>({ digest: isText }),
  models: listOf(isText),
  verdict: hasShape<RunFile['verdict']>({ status: isName }),
  served: optional(listOf(isServed)),
  startedAt: isTime,
  finishedAt: isTime,
  tool: isText,
  plan: hasShape<RunFile['plan']>({ action: isName, alias: isName }),
};

function parseRun(key: string, bytes: Uint8Array): RunFile {
  const run: unknown = decodeObject(key, bytes, 'formatVersion');
  assertShape<RunFile>(key, run, shape);
  return run;
}
