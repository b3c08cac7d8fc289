import { checkDocument } from '../delivery/check-document.ts';
import type { AliasDocument } from '../delivery/document.ts';
import { documentPath } from '../delivery/paths.ts';
import { type AliasEntry, hold, isOlder, newEntry } from './alias-entry.ts';
import { briefly } from './briefly.ts';
import type { ClientProblem } from './client-types.ts';
import { type Layers, localLayers, orNote } from './layers.ts';
import type { Reply } from './origin.ts';

const now = () => performance.now();

/** Tenants may be many, and most have no alias of their own. What is dropped is read again. */
const mostAliases = 10_000;

/** An origin that is known to be slow is waited for this many times as long as its last answer took. */
const slowFactor = 4;

/** A copy on disk is written in a millisecond or two; a disk that hangs must not keep the answer. */
export const longestWriteMs = 250;

export interface Settled {
  entry: AliasEntry;
  /** Whether the origin was asked, and answered, before this was given. */
  asked: boolean;
  /** Nobody could confirm it within `maxStalenessMs`. */
  stale: boolean;
}

export interface Aliases {
  /** What is known by now, as recent as it can be had. Never throws for what a layer does. */
  settle(prompt: string, alias: string): Settled | Promise<Settled>;
}

export function createAliases(layers: Layers): Aliases {
  const { refreshMs, maxStalenessMs, retryMs, patienceMs } = layers.times;
  /** By prompt, then by alias: one key for both would have to be made for every get. */
  const prompts = new Map<string, Map<string, AliasEntry>>();
  /** How long the origin took for its last answer, in milliseconds; 0 while it fails. */
  let answerMs = 0;

  function settle(prompt: string, alias: string): Settled | Promise<Settled> {
    const entry = entryOf(prompt, alias);
    const time = now();
    const age = time - entry.confirmedAt;
    if (age > maxStalenessMs) return catchUp(entry, time);
    // Old enough to ask again, young enough to be given meanwhile.
    if (age > refreshMs && time >= entry.retryAt) refresh(entry, refreshMs);
    return { entry, asked: false, stale: false };
  }

  function entryOf(prompt: string, alias: string): AliasEntry {
    const known = prompts.get(prompt)?.get(alias);
    return known ?? addEntry(prompt, alias);
  }

  function addEntry(prompt: string, alias: string): AliasEntry {
    const entry = newEntry(prompt, alias, documentPath({ kind: 'alias', prompt, alias }));
    const entries = prompts.get(prompt) ?? new Map<string, AliasEntry>();
    prompts.set(prompt, entries.set(alias, entry));
    if (entries.size > mostAliases) entries.delete(entries.keys().next().value ?? '');
    return entry;
  }

  /** Asks before it answers: first whoever is near, then, if a cache's answer is too old as well, the origin itself. */
  async function catchUp(entry: AliasEntry, time: number): Promise<Settled> {
    const before = entry.confirmations;
    const isStale = () => time - entry.confirmedAt > maxStalenessMs;
    if (!entry.loaded) await loadLocal(entry);
    await finished(entry);
    for (const maxAgeMs of [Math.min(refreshMs, maxStalenessMs), 0]) {
      if (!isStale() || (!entry.refreshing && now() < entry.retryAt)) break;
      const { confirmations } = entry;
      refresh(entry, maxAgeMs);
      await finished(entry);
      if (entry.confirmations === confirmations) break;
    }
    return { entry, asked: entry.confirmations > before, stale: isStale() };
  }

  /** Nobody waits long for what may not come, unless there is nothing else to give. */
  async function finished({ refreshing, held }: AliasEntry): Promise<void> {
    if (!refreshing) return;
    if (!held) return await refreshing.done;
    const patience = Math.max(patienceMs, slowFactor * answerMs);
    await briefly(refreshing.done, refreshing.since + patience - now());
  }

  /** What was seen before this process began counts as seen: it is what a lagging edge is held against. */
  async function loadLocal(entry: AliasEntry): Promise<void> {
    for (const { layer, reader } of localLayers(layers)) {
      const document = await orNote(layers, about(entry, layer), entry.problems, async () => {
        const text = await reader.read(entry.path);
        return text === undefined ? undefined : await check(entry, text);
      });
      if (document && !entry.loaded && (!entry.held || document.seq > entry.held.seq)) {
        entry.held = hold(document, layer);
      }
    }
    entry.loaded = true;
  }

  /** One request at a time; who comes while it is under way waits for that one. */
  function refresh(entry: AliasEntry, maxAgeMs: number): void {
    if (entry.refreshing) return;
    const done = ask(entry, maxAgeMs).finally(() => {
      entry.refreshing = undefined;
    });
    entry.refreshing = { done, since: now() };
  }

  async function ask(entry: AliasEntry, maxAgeMs: number): Promise<void> {
    const { origin } = layers;
    const askedAt = now();
    const took = await orNote(layers, about(entry, origin.layer), entry.problems, async () => {
      const reply = await origin.read(entry.path, { etag: entry.held?.etag, maxAgeMs });
      answerMs = now() - askedAt;
      await take(entry, reply);
      entry.confirmedAt = Math.max(entry.confirmedAt, askedAt - ('ageMs' in reply ? reply.ageMs : 0));
      entry.confirmations++;
      return true;
    });
    if (took) return;
    answerMs = 0;
    entry.retryAt = now() + retryMs;
  }

  /** @throws Error where the reply is no reason to believe that what is held is still true. */
  async function take(entry: AliasEntry, reply: Reply): Promise<void> {
    const { held } = entry;
    if (reply.kind === 'absent' && held) {
      throw new Error(`is gone, although its move ${held.seq} was seen; that one is kept`);
    }
    if (reply.kind === 'document') {
      const document = await check(entry, reply.text);
      if (isOlder(document, held)) {
        throw new Error(`says move ${document.seq}, and move ${held?.seq} was seen; a cache lags behind`);
      }
      const isNew = document.seq !== held?.seq || document.digest !== held.digest;
      if (isNew && document.seq === held?.seq) noteFork(entry, document);
      entry.held = hold(document, layers.origin.layer, reply.etag);
      // A job that ends with its answer has it on disk for the next one.
      if (isNew) await briefly(keep(entry, document, reply.text), longestWriteMs);
    }
  }

  /** A registry that was made anew, or two that were merged by hand: worth knowing, and the origin has the say. */
  function noteFork(entry: AliasEntry, { seq, version }: AliasDocument): void {
    const message = `says that move ${seq} went to version ${version}, and another was seen under that number`;
    layers.note({ ...about(entry, layers.origin.layer), message });
  }

  /** Another process may share the folder and have seen more. */
  async function keep(entry: AliasEntry, document: AliasDocument, text: string): Promise<void> {
    const { disk } = layers;
    if (!disk) return;
    await orNote(layers, about(entry, 'disk'), entry.problems, async () => {
      const kept = await disk
        .read(entry.path)
        .then((other) => (other === undefined ? undefined : check(entry, other)))
        .catch(() => undefined);
      if (kept && kept.seq > document.seq) return;
      await disk.write(entry.path, text);
    });
  }

  return { settle };
}

function check({ prompt, alias }: AliasEntry, text: string): Promise<AliasDocument> {
  return checkDocument(text, { kind: 'alias', prompt, alias });
}

function about<Layer extends ClientProblem['layer']>({ prompt, path }: AliasEntry, layer: Layer) {
  return { layer, prompt, path };
}
