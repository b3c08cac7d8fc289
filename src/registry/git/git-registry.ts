import { ConflictError } from '../../core/errors.ts';
import type { Refresh, Standing, Store } from '../../core/registry.ts';
import { checkKey, isKey, parseKey } from '../keys.ts';
import { type GitPlace, openBranch, type RemoteBranch, type Snapshot } from './branch.ts';
import { commitMessage } from './commit-message.ts';

/** A registry on a branch of a remote. */
export interface GitRegistry {
  store: Store;
  /** Pushes what waits for a move that does not come: a plan, a version that was published. */
  settle(): Promise<void>;
  /** For a server: asks the remote now, or not again where it was asked a few seconds ago. */
  refresh: Refresh;
}

/** Somebody else pushes other records: so often is it tried again, each time on top of theirs. */
const mostPushes = 12;

/** A run of an hour sees before its move what others pushed meanwhile. */
const freshMs = 15_000;

/** A server asks the remote at most this often, but for requests that want a fresh answer: each is a fetch. */
const servedMs = 5000;

/** A remote that takes longer counts as gone for a server, which has its last answers. */
const servedTimeoutMs = 30_000;

/** Read at once where their folder is listed; the evidence of runs is large and read one by one. */
const isSmall = (key: string) => !key.startsWith('blobs/');

/**
 * A registry that lives on a branch of a git remote. What is read is the branch as it was fetched a few seconds
 * ago at most. Evidence, plans and versions wait in memory for the record that makes them visible, and all of it becomes
 * one commit, pushed at once: a move is there for everybody or for nobody, and nothing of it stays behind in the clone.
 * Compare-and-set is git's own: a push on top of anything but the newest commit is refused. Then the branch is
 * fetched again, and the record lands on top of it where its key is still free, which is what `putIfAbsent` promises.
 */
export function openGitRegistry(place: GitPlace, warn: (text: string) => void): GitRegistry {
  let opened: Promise<RemoteBranch> | undefined;
  let snapshot: { of: Promise<Snapshot>; at: number } | undefined;
  const staged = new Map<string, Uint8Array>();
  const kept = new Map<string, Uint8Array>();
  let turn: Promise<unknown> = Promise.resolve();

  /** When the remote was last asked with success. */
  let reachedAt: number | undefined;
  let isOut = false;

  const branch = () => (opened ??= openBranch(place));

  /** The branch as of a question to its remote that began then or later. There is one question at a time. */
  async function now(notBefore = performance.now() - freshMs, timeoutMs = 0): Promise<Snapshot> {
    for (;;) {
      const known = snapshot;
      if (known && known.at >= notBefore) return known.of;
      await known?.of.catch(() => undefined);
      if (snapshot === known) snapshot = { of: fetch(timeoutMs), at: performance.now() };
    }
  }

  async function fetch(timeoutMs: number): Promise<Snapshot> {
    const at = performance.now();
    const found = await (await branch()).fetch(timeoutMs);
    if (!found.outage) reachedAt = at;
    else if (!isOut)
      warn(`the registry is as this clone last saw it: ${found.outage.problem.problems[0]?.message}`);
    isOut = found.outage !== undefined;
    return found;
  }

  async function refresh({ fresh }: { fresh: boolean }): Promise<Standing> {
    const time = performance.now();
    const { outage } = await now(fresh ? time : time - servedMs, servedTimeoutMs);
    const ageMs =
      reachedAt === undefined ? Date.now() - (outage?.committedAt ?? 0) : performance.now() - reachedAt;
    return { ageMs, isCurrent: !outage };
  }

  async function get(key: string): Promise<Uint8Array | undefined> {
    checkKey(key);
    const waiting = staged.get(key) ?? kept.get(key);
    if (waiting) return waiting;
    const object = (await now()).objects.get(key);
    if (object === undefined) return undefined;
    const [content] = await (await branch()).read([object]);
    if (content && isSmall(key)) kept.set(key, content);
    return content;
  }

  async function* list(prefix: string): AsyncGenerator<string> {
    const { objects } = await now();
    const keys = [...new Set([...objects.keys(), ...staged.keys()])]
      .filter((key) => key.startsWith(prefix) && isKey(key))
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const unread = keys.flatMap((key) => {
      const object = objects.get(key);
      return object && isSmall(key) && !kept.has(key) ? [{ key, object }] : [];
    });
    const contents = await (await branch()).read(unread.map(({ object }) => object));
    for (const [index, { key }] of unread.entries()) {
      const content = contents[index];
      if (content) kept.set(key, content);
    }
    yield* keys;
  }

  async function putIfAbsent(key: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    checkKey(key);
    return inTurn(async () => {
      if (staged.has(key) || (await now()).objects.has(key)) return 'exists';
      staged.set(key, bytes);
      if (waits(key)) return 'created';
      await pushStaged(key);
      return (await isPushed(key, bytes)) ? 'created' : 'exists';
    });
  }

  async function isPushed(key: string, bytes: Uint8Array): Promise<boolean> {
    const found = await get(key);
    return found !== undefined && Buffer.compare(found, bytes) === 0;
  }

  /** @param decisive the record that this is about: where somebody else has written it, all is dropped */
  async function pushStaged(decisive: string | null): Promise<void> {
    try {
      for (let pushes = 0; pushes < mostPushes; pushes++) {
        const base = await now();
        if (decisive !== null && base.objects.has(decisive)) return;
        await dropEqual(base);
        if (staged.size === 0) return;
        const message = commitMessage(staged);
        const after = await (await branch()).push(base, staged, message);
        if (after !== null) {
          reachedAt = performance.now();
          snapshot = { of: Promise.resolve(after), at: reachedAt };
          for (const [key, bytes] of staged) if (isSmall(key)) kept.set(key, bytes);
          return;
        }
        snapshot = undefined;
      }
      throw new ConflictError(
        `${place.branch} is pushed to so often that this command did not get through. Nothing was moved; try again`,
      );
    } finally {
      staged.clear();
    }
  }

  /** Somebody else may have kept the same evidence; another version under the same number is a lost race. */
  async function dropEqual({ objects }: Snapshot): Promise<void> {
    for (const [key, bytes] of [...staged]) {
      const object = objects.get(key);
      if (object === undefined) continue;
      const [theirs] = await (await branch()).read([object]);
      if (!theirs || Buffer.compare(theirs, bytes) !== 0) {
        throw new ConflictError(
          `Somebody else has pushed ${key} to ${place.branch} meanwhile. This command moved nothing`,
        );
      }
      staged.delete(key);
    }
  }

  function inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const mine = turn.then(step);
    turn = mine.catch(() => undefined);
    return mine;
  }

  return {
    store: { putIfAbsent, get, list },
    refresh,
    settle: () => inTurn(() => (staged.size === 0 ? Promise.resolve() : pushStaged(null))),
  };
}

/** What nobody looks for before a move or an approval names it. */
function waits(key: string): boolean {
  const kind = parseKey(key)?.kind;
  return kind === 'blob' || kind === 'plan' || kind === 'version';
}
