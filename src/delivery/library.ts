import type { Store } from '../core/registry.ts';
import { readAlias } from '../registry/aliases.ts';
import { type Encoded, encodeDocument } from './encode.ts';
import { documentPath, type Target } from './paths.ts';
import { indexDocument, readHeads, readMovedTo, readVersionDocument } from './read-documents.ts';

export interface Answer {
  document: Encoded;
  /** How long before this request the registry was asked, in milliseconds; 0 for what never changes. */
  ageMs: number;
}

export interface Library {
  /**
   * At once where it is in memory; undefined where the registry has no such document. `fresh` asks the registry even where the answer is young.
   * While the registry can't be read, or takes long, the last answer is given with its true age.
   *
   * @throws what the registry throws where there is no earlier answer.
   */
  find(target: Target, options?: { fresh?: boolean }): Answer | Promise<Answer | undefined>;
  /** Whether the registry could be read when it was last asked. */
  isReadable(): boolean;
}

/** What is kept of a document: absent ones are not, or a stranger could fill the memory with names. */
interface Kept {
  document: Encoded;
  seq: number | null;
  askedAt: number;
}

export interface LibraryOptions {
  /** How old an answer from memory may be, in milliseconds. A move is seen after this long. */
  maxAgeMs?: number;
  /** How long the registry may take before an earlier answer is given instead, in milliseconds. */
  patienceMs?: number;
  now?: () => number;
}

const mostKept = 1000;

/** Answers from memory for a moment, and asks the registry once for everybody who waits. */
export function createLibrary(store: Store, options: LibraryOptions = {}): Library {
  const { maxAgeMs = 500, patienceMs = 1000, now = () => performance.now() } = options;
  const kept = new Map<string, Kept>();
  const readings = new Map<string, Promise<Kept | undefined>>();
  const paths = new WeakMap<Target, string>();
  let readable = true;

  function find(target: Target, { fresh = false } = {}): Answer | Promise<Answer | undefined> {
    const path = pathOf(target);
    const known = kept.get(path);
    const time = now();
    if (known && (target.kind === 'version' || (!fresh && time - known.askedAt < maxAgeMs))) {
      return answer(target, known, time);
    }
    const reading = fresh ? readAnew(path, target) : (readings.get(path) ?? startReading(path, target));
    const read = known ? Promise.race([reading.catch(() => known), delay(patienceMs, known)]) : reading;
    return read.then((found) => found && answer(target, found, time));
  }

  function pathOf(target: Target): string {
    const path = paths.get(target) ?? documentPath(target);
    paths.set(target, path);
    return path;
  }

  /** Who asks for a fresh answer may know of a move that a reading under way has missed. */
  async function readAnew(path: string, target: Target): Promise<Kept | undefined> {
    await readings.get(path)?.catch(() => undefined);
    return await (readings.get(path) ?? startReading(path, target));
  }

  function startReading(path: string, target: Target): Promise<Kept | undefined> {
    const reading = read(path, target).finally(() => readings.delete(path));
    readings.set(path, reading);
    return reading;
  }

  async function read(path: string, target: Target): Promise<Kept | undefined> {
    const askedAt = now();
    try {
      const found = await readTarget(store, target, kept.get(path));
      readable = true;
      kept.delete(path);
      if (found === undefined) return undefined;
      const entry = { ...found, askedAt };
      kept.set(path, entry);
      if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
      return entry;
    } catch (error) {
      readable = false;
      throw error;
    }
  }

  function answer(target: Target, { document, askedAt }: Kept, time: number): Answer {
    return { document, ageMs: target.kind === 'version' ? 0 : Math.max(0, time - askedAt) };
  }

  return { find, isReadable: () => readable };
}

async function readTarget(
  store: Store,
  target: Target,
  known: Kept | undefined,
): Promise<Omit<Kept, 'askedAt'> | undefined> {
  if (target.kind === 'index') {
    return { document: encodeDocument(indexDocument(await readHeads(store))), seq: null };
  }
  if (target.kind === 'version') {
    const version = await readVersionDocument(store, target.prompt, target.version);
    return version && { document: encodeDocument(version), seq: null };
  }
  const head = await readAlias(store, target.prompt, target.alias);
  if (head === null) return undefined;
  if (head.seq === known?.seq) return known;
  return { document: encodeDocument(await readMovedTo(store, head)), seq: head.seq };
}

function delay<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, ms, value).unref());
}
