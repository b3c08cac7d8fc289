import { ConflictError } from '../../core/errors.ts';
import { shellWord } from '../../core/shell-word.ts';
import { commitAt, git, runGit, shownRemote } from './git-command.ts';
import { attributes } from './registry-files.ts';

/** Which branch of which remote a clone has seen. */
export interface SeenPlace {
  /** The top folder of the clone. */
  cwd: string;
  branch: string;
  remote: string;
  /** Where the registry's files stand, relative to the top folder; ends in `/`. */
  prefix: string;
}

/** What this clone has seen of a branch: it only ever moves to a commit that has every record of the one before. */
export interface SeenCommits {
  /** null where it has seen none. */
  last(): Promise<string | null>;
  /** Does nothing where another process has seen something else meanwhile. */
  saw(commit: string, before: string | null): Promise<void>;
  /** The records of a commit that was seen which this one no longer has as they were. */
  lost(seen: string, found: string | null): Promise<string[]>;
  /** What to say where some are lost, and how to put them back or forget them. */
  areGone(lost: readonly string[], seen: string, found: string | null): ConflictError;
}

export function seenCommits({ cwd, branch, remote, prefix }: SeenPlace): SeenCommits {
  const seenRef = `refs/prompteval/${branch}`;
  const trackingRef = `refs/remotes/${remote}/${branch}`;

  async function saw(commit: string, before: string | null): Promise<void> {
    if (commit !== before) await runGit(cwd, ['update-ref', seenRef, commit, before ?? '']);
  }

  return {
    saw,
    async last() {
      const seen = await commitAt(cwd, seenRef);
      if (seen !== null) return seen;
      const tracked = await commitAt(cwd, trackingRef);
      // A fetch moves the tracking branch, wherever the remote's went.
      if (tracked !== null) await saw(tracked, null);
      return tracked;
    },
    async lost(seen, found) {
      if (seen === found) return [];
      const listed = await git(cwd, found === null ? filesOf(seen, prefix) : takenAway(seen, found, prefix));
      return listed.split('\0').filter((path) => path.startsWith(prefix) && path !== prefix + attributes);
    },
    areGone(lost, seen, found) {
      const forget = [seenRef, trackingRef].map((ref) => `git update-ref -d ${shellWord(ref)}`).join(' && ');
      const restore = `git push ${shellWord(shownRemote(remote))} ${shellWord(`${seen}:refs/heads/${branch}`)}`;
      const records = lost.length === 1 ? 'a record' : `${lost.length} records`;
      return new ConflictError(
        `${branch} of ${shownRemote(remote)} ${found === null ? 'is gone' : 'was set back or rewritten'}: ` +
          `${records} that this clone has seen there ${lost.length === 1 ? 'is' : 'are'} missing or changed, such as ${lost.at(-1)?.slice(prefix.length)}. Nothing was moved. ` +
          `Put back what the clone has with: ${restore}\n` +
          `Where that was done on purpose, let this clone forget what it has seen: ${forget}`,
      );
    },
  };
}

function filesOf(commit: string, prefix: string): string[] {
  return ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, prefix];
}

/** Records are never changed nor taken away; whoever resets or deletes a branch does both. */
function takenAway(from: string, to: string, prefix: string): string[] {
  const changes = ['-r', '-z', '--no-renames', '--diff-filter=DMT', '--name-only'];
  return ['diff-tree', ...changes, from, to, '--', prefix];
}
