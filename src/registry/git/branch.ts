import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ConflictError, InputError } from '../../core/errors.ts';
import { shellWord } from '../../core/shell-word.ts';
import { git, gitError, runGit } from './git-command.ts';

/** Where a registry is kept in git. */
export interface GitPlace {
  /** The folder of the config, in a clone. */
  root: string;
  branch: string;
  /** As git knows it: `origin`, or an address. */
  remote: string;
  /** Of the registry, relative to the config. */
  folder: string;
}

/** The registry's files as of a commit of the branch. */
export interface Snapshot {
  /** null where the branch does not exist yet. */
  commit: string | null;
  /** By key: git's name of the content. */
  objects: ReadonlyMap<string, string>;
  /** Whether it has the file that keeps git from changing line ends. */
  hasAttributes: boolean;
  /** Where the remote could not be reached, and this is what the clone last saw of it. */
  outage?: Outage;
}

export interface Outage {
  problem: InputError;
  /** When the commit was made, in milliseconds: the remote was last reached after that. */
  committedAt: number;
}

/** One branch of one remote, as far as the registry's folder goes. Touches neither the working tree nor the index. */
export interface RemoteBranch {
  /**
   * As the remote has it now; where it can't be reached, as it was last seen.
   *
   * @param timeoutMs how long the remote may take where this clone has seen the branch before
   * @throws ConflictError where records that this clone has seen are gone from the branch.
   */
  fetch(timeoutMs?: number): Promise<Snapshot>;
  /** The contents of these objects. */
  read(objects: readonly string[]): Promise<Buffer[]>;
  /** Adds files in one commit. @returns what the branch holds then; null where somebody else has pushed meanwhile */
  push(base: Snapshot, files: ReadonlyMap<string, Uint8Array>, message: string): Promise<Snapshot | null>;
}

const attributes = '.gitattributes';

export async function openBranch(place: GitPlace): Promise<RemoteBranch> {
  const { root, branch, remote } = place;
  const top = await runGit(root, ['rev-parse', '--show-toplevel']);
  if (!top.ok) {
    const message = 'the registry is kept in git, and this folder is in no repository';
    throw new InputError({ field: 'registry.git', message, hint: 'Go to a clone, or keep it in a folder' });
  }
  const cwd = top.stdout.toString('utf8').trim();
  const prefix = posix.join(await git(root, ['rev-parse', '--show-prefix']), place.folder, '/');
  /** What this clone has seen: it only ever moves to a commit that has every record of the one before. */
  const seenRef = `refs/prompteval/${branch}`;
  const fetchedRef = `refs/prompteval-fetched/${branch}`;
  const trackingRef = `refs/remotes/${remote}/${branch}`;
  let last: Snapshot | undefined;

  async function fetch(timeoutMs = 0): Promise<Snapshot> {
    const seen = await lastSeen();
    for (let attempt = 1; ; attempt++) {
      const found = await remoteCommit(seen === null ? 0 : timeoutMs);
      if (found instanceof InputError) {
        if (seen === null) throw found;
        const seconds = Number(await git(cwd, ['show', '-s', '--format=%ct', seen]));
        return { ...(await snapshotOf(seen)), outage: { problem: found, committedAt: seconds * 1000 } };
      }
      const lost = seen === null ? [] : await lostRecords(seen, found);
      if (lost.length === 0) {
        if (found !== null) await saw(found, seen);
        return snapshotOf(found);
      }
      // Another process of this clone may have written what it fetched earlier over ours.
      if (attempt > 1) throw recordsAreGone(lost, seen ?? '', found);
    }
  }

  async function lastSeen(): Promise<string | null> {
    const seen = await commitAt(seenRef);
    if (seen !== null) return seen;
    const tracked = await commitAt(trackingRef);
    // A fetch moves the tracking branch, wherever the remote's went.
    if (tracked !== null) await saw(tracked, null);
    return tracked;
  }

  async function commitAt(ref: string): Promise<string | null> {
    const { ok, stdout } = await runGit(cwd, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
    return ok ? stdout.toString('utf8').trim() : null;
  }

  /** Does nothing where another process has seen something else meanwhile. */
  async function saw(commit: string, before: string | null): Promise<void> {
    if (commit !== before) await runGit(cwd, ['update-ref', seenRef, commit, before ?? '']);
  }

  /** null where the branch does not exist; an error where the remote can't be reached. */
  async function remoteCommit(timeoutMs: number): Promise<string | null | InputError> {
    const refspec = `+refs/heads/${branch}:${fetchedRef}`;
    for (let attempt = 1; ; attempt++) {
      const args = ['fetch', '--quiet', '--no-tags', remote, refspec];
      const { ok, stderr } = await runGit(cwd, args, { timeoutMs });
      if (ok) return await git(cwd, ['rev-parse', fetchedRef]);
      if (/couldn't find remote ref/i.test(stderr)) return null;
      // Another process of this clone fetches at the same moment.
      if (!/cannot lock ref|unable to (?:update|create)|\.lock/i.test(stderr) || attempt === lockAttempts) {
        return gitError(`fetching ${branch} from ${shownRemote(remote)}`, stderr);
      }
      await wait(lockWaitMs * attempt);
    }
  }

  /** Records are never changed nor taken away; whoever resets or deletes a branch does both. */
  async function lostRecords(seen: string, found: string | null): Promise<string[]> {
    if (seen === found) return [];
    const asked =
      found === null
        ? ['ls-tree', '-r', '-z', '--name-only', '--full-tree', seen, prefix]
        : [
            'diff-tree',
            '-r',
            '-z',
            '--no-renames',
            '--diff-filter=DMT',
            '--name-only',
            seen,
            found,
            '--',
            prefix,
          ];
    const paths = (await git(cwd, asked)).split('\0');
    return paths.filter((path) => path.startsWith(prefix) && path !== prefix + attributes);
  }

  function recordsAreGone(lost: readonly string[], seen: string, found: string | null): ConflictError {
    const forget = [seenRef, trackingRef].map((ref) => `git update-ref -d ${shellWord(ref)}`).join(' && ');
    const restore = `git push ${shellWord(shownRemote(remote))} ${shellWord(`${seen}:refs/heads/${branch}`)}`;
    const records = lost.length === 1 ? 'a record' : `${lost.length} records`;
    return new ConflictError(
      `${branch} of ${shownRemote(remote)} ${found === null ? 'is gone' : 'was set back or rewritten'}: ` +
        `${records} that this clone has seen there ${lost.length === 1 ? 'is' : 'are'} missing or changed, such as ${lost.at(-1)?.slice(prefix.length)}. Nothing was moved. ` +
        `Put back what the clone has with: ${restore}\n` +
        `Where that was done on purpose, let this clone forget what it has seen: ${forget}`,
    );
  }

  async function snapshotOf(commit: string | null): Promise<Snapshot> {
    if (last?.commit === commit) return last;
    const objects = new Map<string, string>();
    if (commit === null) return { commit, objects, hasAttributes: false };
    const { ok, stdout, stderr } = await runGit(cwd, ['ls-tree', '-r', '-z', '--full-tree', commit, prefix]);
    if (!ok) throw gitError(`reading ${branch}`, stderr);
    for (const line of stdout.toString('utf8').split('\0')) {
      const [, object = '', path = ''] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      if (path.startsWith(prefix)) objects.set(path.slice(prefix.length), object);
    }
    const hasAttributes = objects.delete(attributes);
    last = { commit, objects, hasAttributes };
    return last;
  }

  async function read(objects: readonly string[]): Promise<Buffer[]> {
    if (objects.length === 0) return [];
    const input = `${objects.join('\n')}\n`;
    const { ok, stdout, stderr } = await runGit(cwd, ['cat-file', '--batch'], { input });
    if (!ok) throw gitError('reading the registry', stderr);
    return contentsOf(stdout, objects);
  }

  async function push(
    base: Snapshot,
    files: ReadonlyMap<string, Uint8Array>,
    message: string,
  ): Promise<Snapshot | null> {
    const commit = await commitOf(base, files, message);
    const refspec = `${commit}:refs/heads/${branch}`;
    const pushed = await runGit(cwd, ['push', '--quiet', '--no-verify', remote, refspec]);
    if (pushed.ok) {
      await saw(commit, base.commit);
      return snapshotOf(commit);
    }
    const now = await fetch();
    if (!now.outage && now.commit !== base.commit) return null;
    throw gitError(
      `pushing to ${branch} of ${shownRemote(remote)}`,
      pushed.stderr,
      now.outage ? unreachable : notAllowed,
    );
  }

  /** Through an index of its own. Only paths of the registry are touched. */
  async function commitOf(
    { commit, hasAttributes }: Snapshot,
    files: ReadonlyMap<string, Uint8Array>,
    message: string,
  ): Promise<string> {
    const index = join(tmpdir(), `prompteval-index-${process.pid}-${randomBytes(6).toString('hex')}`);
    const env = { GIT_INDEX_FILE: index, ...(await identity(cwd)) };
    try {
      if (commit === null) await git(cwd, ['read-tree', '--empty'], { env });
      else await git(cwd, ['read-tree', commit], { env });
      const added = new Map(files);
      // Hashes are over bytes, so git must not change line ends.
      if (!hasAttributes) added.set(attributes, Buffer.from('* -text\n'));
      const entries: string[] = [];
      for (const [key, bytes] of added) {
        const object = await git(cwd, ['hash-object', '-w', '--no-filters', '--stdin'], { input: bytes });
        entries.push(`100644 ${object}\t${prefix}${key}\0`);
      }
      await git(cwd, ['update-index', '-z', '--index-info'], { env, input: entries.join('') });
      const tree = await git(cwd, ['write-tree'], { env });
      const parents = commit === null ? [] : ['-p', commit];
      return await git(cwd, ['commit-tree', tree, ...parents], { env, input: message });
    } finally {
      await rm(index, { force: true });
    }
  }

  return { fetch, read, push };
}

const unreachable = 'Nothing was moved: a move needs the remote. Try again when it can be reached';
const notAllowed =
  'Nothing was moved. Let the job write to that branch: `contents: write` in GitHub, a token that may push in GitLab; a protected branch has to let it through';

const lockAttempts = 6;
const lockWaitMs = 60;

/** A job has no name and no address; a person's clone has those of the person. */
async function identity(cwd: string): Promise<NodeJS.ProcessEnv> {
  const known = await runGit(cwd, ['config', 'user.email']);
  if (known.ok) return {};
  const [name, email] = ['prompteval', 'prompteval@users.noreply.invalid'];
  return {
    GIT_AUTHOR_NAME: process.env.GIT_AUTHOR_NAME ?? name,
    GIT_AUTHOR_EMAIL: process.env.GIT_AUTHOR_EMAIL ?? email,
    GIT_COMMITTER_NAME: process.env.GIT_COMMITTER_NAME ?? name,
    GIT_COMMITTER_EMAIL: process.env.GIT_COMMITTER_EMAIL ?? email,
  };
}

/** An address may hold a password. */
function shownRemote(remote: string): string {
  return remote.replace(/:\/\/[^\s/@]+@/, '://***@');
}

/** Of `git cat-file --batch`: a line with the size, the content and a line feed for each. */
function contentsOf(output: Buffer, objects: readonly string[]): Buffer[] {
  let at = 0;
  return objects.map((object) => {
    const end = output.indexOf(0x0a, at);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString('utf8', at, end))?.[1] ?? Number.NaN);
    if (end === -1 || Number.isNaN(size)) throw gitError(`reading ${object}`, 'it is not in this clone');
    const content = output.subarray(end + 1, end + 1 + size);
    at = end + 1 + size + 1;
    return content;
  });
}
