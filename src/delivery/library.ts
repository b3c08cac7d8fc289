import { IntegrityError } from '../core/errors.ts';
import type { MoveRecord, Refresh, Store } from '../core/registry.ts';
import { readAlias } from '../registry/aliases.ts';
import { type Encoded, encodeDocument } from './encode.ts';
import { documentPath, type Target } from './paths.ts';
import { indexDocument, readHeads, readMovedTo, readVersionDocument } from './read-documents.ts';

export interface Answer {
  document: Encoded;
  /** How long before this request it was the registry's word, in milliseconds; 0 for what never changes. */
  ageMs: number;
}

export interface Library {
  /**
   * At once where it is in memory; undefined where the registry has no such document. `fresh` asks the registry even where the answer is young.
   * While the registry can't be read, takes long, or lacks a move that was seen, the last answer is given with its true age.
   *
   * @throws what the registry throws where there is no earlier answer.
   */
  find(target: Target, options?: { fresh?: boolean }): Answer | Promise<Answer | undefined>;
  /** Whether the registry could be read when it was last asked. */
  isReadable(): boolean;
}

/** What is kept of a document: absent ones are not, or a stranger could fill the memory with names. */
interface Kept extends Found {
  /** When the registry was asked with success. */
  askedAt: number;
  /** When it was tried to ask: what reads the registry may remember it for longer than this does. */
  triedAt: number;
}

interface Found {
  document: Encoded;
  /** What the document rests on. */
  heads: MoveRecord[];
}

export interface LibraryOptions {
  /** For a store that remembers, or that takes a registry that is gone for an empty one. */
  refresh?: Refresh | undefined;
  /** How old an answer from memory may be, in milliseconds. A move is seen after this long. */
  maxAgeMs?: number;
  /** How long the registry may take before an earlier answer is given instead, in milliseconds. */
  patienceMs?: number;
  /** The same for who asks for a fresh answer; as long as for others where nothing is said. */
  freshPatienceMs?: number | undefined;
  now?: () => number;
  /** Told once why the registry can't be read, until it can be again. */
  onFailing?: (error: unknown) => void;
}

const mostKept = 1000;

/** Answers from memory for a moment, and asks the registry once for everybody who waits. */
export function createLibrary(store: Store, options: LibraryOptions = {}): Library {
  const { maxAgeMs = 500, patienceMs = 1000, now = () => performance.now(), refresh = asItIs } = options;
  const { onFailing = () => {}, freshPatienceMs = patienceMs } = options;
  const kept = new Map<string, Kept>();
  const readings = new Map<string, Promise<Kept | undefined>>();
  const paths = new WeakMap<Target, string>();
  let readable = true;
  /** A move that was seen: moves are never taken away, so where it is missing the registry is not what it was. */
  let witness: MoveRecord | undefined;

  function find(target: Target, { fresh = false } = {}): Answer | Promise<Answer | undefined> {
    const path = pathOf(target);
    const known = kept.get(path);
    const time = now();
    if (known && (target.kind === 'version' || (!fresh && time - known.triedAt < maxAgeMs))) {
      return answer(target, known, time);
    }
    const reading = fresh
      ? readAnew(path, target)
      : (readings.get(path) ?? startReading(path, target, false));
    const read = known
      ? Promise.race([reading.catch(() => known), delay(fresh ? freshPatienceMs : patienceMs, known)])
      : reading;
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
    return await (readings.get(path) ?? startReading(path, target, true));
  }

  function startReading(path: string, target: Target, fresh: boolean): Promise<Kept | undefined> {
    const reading = read(path, target, fresh).finally(() => readings.delete(path));
    readings.set(path, reading);
    return reading;
  }

  async function read(path: string, target: Target, fresh: boolean): Promise<Kept | undefined> {
    const time = now();
    try {
      const { ageMs, isCurrent } = await refresh({ fresh });
      const tried = { askedAt: (ageMs === 0 ? time : now()) - ageMs, triedAt: time };
      const known = kept.get(path);
      const found = await readTarget(store, target, known);
      if (found === undefined) await requireMove(witness);
      requireMoves(known?.heads ?? [], found?.heads ?? []);
      readable = isCurrent;
      if (found === undefined) return undefined;
      witness = found.heads[0] ?? witness;
      const entry = { ...found, ...tried };
      kept.delete(path);
      kept.set(path, entry);
      if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
      return entry;
    } catch (error) {
      if (readable) onFailing(error);
      readable = false;
      throw error;
    }
  }

  /** A folder that was a mounted volume is an empty one now; nothing in it is no reason to say "not found". */
  async function requireMove(seen: MoveRecord | undefined): Promise<void> {
    if (seen === undefined) return;
    const head = await readAlias(store, seen.prompt, seen.alias);
    requireMoves([seen], head === null ? [] : [head]);
  }

  function answer(target: Target, { document, askedAt }: Kept, time: number): Answer {
    return { document, ageMs: target.kind === 'version' ? 0 : Math.max(0, time - askedAt) };
  }

  return { find, isReadable: () => readable };
}

const asItIs: Refresh = async () => ({ ageMs: 0, isCurrent: true });

/** @throws IntegrityError where a move that was seen is gone, or one before it is the newest. */
function requireMoves(seen: readonly MoveRecord[], found: readonly MoveRecord[]): void {
  for (const { prompt, alias, seq } of seen) {
    const head = found.find((move) => move.prompt === prompt && move.alias === alias);
    if (head !== undefined && head.seq >= seq) continue;
    const stands = head === undefined ? 'has no such alias' : `says move ${head.seq}`;
    throw new IntegrityError(
      `${alias} of ${prompt}: move ${seq} was seen, and the registry ${stands}. Restart the server if that was done on purpose`,
    );
  }
}

async function readTarget(store: Store, target: Target, known: Kept | undefined): Promise<Found | undefined> {
  if (target.kind === 'index') {
    const prompts = await readHeads(store);
    const heads = prompts.flatMap((prompt) => prompt.heads);
    return { document: encodeDocument(indexDocument(prompts)), heads };
  }
  if (target.kind === 'version') {
    const version = await readVersionDocument(store, target.prompt, target.version);
    return version && { document: encodeDocument(version), heads: [] };
  }
  const head = await readAlias(store, target.prompt, target.alias);
  if (head === null) return undefined;
  if (head.seq === known?.heads[0]?.seq) return known;
  return { document: encodeDocument(await readMovedTo(store, head)), heads: [head] };
}

function delay<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, ms, value).unref());
}
