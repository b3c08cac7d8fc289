import type { CiJob } from '../../ci/job.ts';
import { git } from '../../project/opening/circumstances.ts';

/** Which revisions a proposed change is compared with. null: not known, or not to be had. */
export interface Revisions {
  /** What changed is what is not as it was here. */
  since: string | null;
  /** The tip of the branch that it goes to, from which the policy comes. */
  policy: string | null;
}

/** Commits of the branch that a change goes to, fetched where the checkout left them out. */
export async function findRevisions({ change, root, commit, system }: CiJob): Promise<Revisions> {
  if (change === null) return { since: null, policy: null };
  // GitHub checks out the change merged into the branch: then the first parent is the branch as it is.
  const [merged, parent] = await Promise.all([resolve(root, 'HEAD^2'), resolve(root, 'HEAD^1')]);
  const isMerge = system === 'github' && merged !== null && merged === commit && parent !== null;
  const policy = isMerge ? parent : await fetchRevision(root, change.base);
  const since = change.forkPoint === null ? policy : await fetchRevision(root, change.forkPoint);
  return { since: short(since ?? policy), policy: short(policy) };
}

/** The tip of the main branch, where that has gone on from the commit of this job; null where it has not. */
export async function findNewerTip({ root, mainBranch }: CiJob): Promise<string | null> {
  const [head, tip] = [await resolve(root, 'HEAD'), await fetchRevision(root, mainBranch)];
  if (head === null || tip === null || head === tip) return null;
  return (await git(root, 'merge-base', head, tip)) === head ? short(tip) : null;
}

/** Whoever reads what was judged by it should be able to type it. */
function short(commit: string | null): string | null {
  return commit === null ? null : commit.slice(0, 16);
}

async function fetchRevision(root: string, named: string | null): Promise<string | null> {
  if (named === null || named.startsWith('-')) return null;
  if (/^[0-9a-f]{40,64}$/i.test(named)) {
    const here = await resolve(root, named);
    if (here !== null) return here;
    await git(root, 'fetch', '--no-tags', '--depth=1', 'origin', named);
    return resolve(root, named);
  }
  await git(root, 'fetch', '--no-tags', 'origin', `+refs/heads/${named}:refs/remotes/origin/${named}`);
  return (await resolve(root, `refs/remotes/origin/${named}`)) ?? resolve(root, `refs/heads/${named}`);
}

async function resolve(root: string, revision: string): Promise<string | null> {
  return (await git(root, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`)) || null;
}
