import { posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../../core/errors.ts';
import { commitFiles } from './commit-files.ts';
import { git, gitError, runGit, shownRemote } from './git-command.ts';
import { listFiles, type RegistryFiles, readObjects } from './registry-files.ts';
import { seenCommits } from './seen-commits.ts';

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
export interface Snapshot extends RegistryFiles {
  /** null where the branch does not exist yet. */
  commit: string | null;
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

export async function openBranch(place: GitPlace): Promise<RemoteBranch> {
  const { root, branch, remote } = place;
  const top = await runGit(root, ['rev-parse', '--show-toplevel']);
  if (!top.ok) {
    const message = 'the registry is kept in git, and this folder is in no repository';
    throw new InputError({ field: 'registry.git', message, hint: 'Go to a clone, or keep it in a folder' });
  }
  const cwd = top.stdout.toString('utf8').trim();
  const prefix = posix.join(await git(root, ['rev-parse', '--show-prefix']), place.folder, '/');
  const seenCommit = seenCommits({ cwd, branch, remote, prefix });
  let last: Snapshot | undefined;

  async function fetch(timeoutMs = 0): Promise<Snapshot> {
    const seen = await seenCommit.last();
    for (let attempt = 1; ; attempt++) {
      const found = await remoteCommit(seen === null ? 0 : timeoutMs);
      if (found instanceof InputError) {
        if (seen === null) throw found;
        const seconds = Number(await git(cwd, ['show', '-s', '--format=%ct', seen]));
        return { ...(await snapshotOf(seen)), outage: { problem: found, committedAt: seconds * 1000 } };
      }
      const lost = seen === null ? [] : await seenCommit.lost(seen, found);
      if (lost.length === 0) {
        if (found !== null) await seenCommit.saw(found, seen);
        return snapshotOf(found);
      }
      // Another process of this clone may have written what it fetched earlier over ours.
      if (attempt > 1) throw seenCommit.areGone(lost, seen ?? '', found);
    }
  }

  /** null where the branch does not exist; an error where the remote can't be reached. */
  async function remoteCommit(timeoutMs: number): Promise<string | null | InputError> {
    const fetchedRef = `refs/prompteval-fetched/${branch}`;
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

  async function snapshotOf(commit: string | null): Promise<Snapshot> {
    if (last?.commit === commit) return last;
    if (commit === null) return { commit, objects: new Map(), hasAttributes: false };
    last = { commit, ...(await listFiles(cwd, commit, prefix)) };
    return last;
  }

  async function push(
    base: Snapshot,
    files: ReadonlyMap<string, Uint8Array>,
    message: string,
  ): Promise<Snapshot | null> {
    const commit = await commitFiles(cwd, base, { files, prefix, message });
    const refspec = `${commit}:refs/heads/${branch}`;
    const pushed = await runGit(cwd, ['push', '--quiet', '--no-verify', remote, refspec]);
    if (pushed.ok) {
      await seenCommit.saw(commit, base.commit);
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

  return { fetch, push, read: (objects) => readObjects(cwd, objects) };
}

const unreachable = 'Nothing was moved: a move needs the remote. Try again when it can be reached';
const notAllowed =
  'Nothing was moved. Let the job write to that branch: `contents: write` in GitHub, a token that may push in GitLab; a protected branch has to let it through';

const lockAttempts = 6;
const lockWaitMs = 60;
