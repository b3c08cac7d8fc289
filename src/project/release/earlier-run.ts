import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { restsOn } from '../../core/evidence.ts';
import type { RunFile } from '../../core/run-file.ts';
import { readHead, readMoves } from '../../registry/aliases.ts';
import { staleReasons } from '../../release/freshness.ts';
import type { Project } from '../opening/open-project.ts';
import { trackedFiles } from '../opening/tracked-files.ts';
import { freshnessNow } from '../plans/freshness-now.ts';
import { resolveCandidate } from '../prompts/arms.ts';
import { listRuns, readRun, type StoredRun } from '../runs/runs.ts';

/** A stored run that could be released as it is, so that nothing has to be asked again. */
export interface EarlierRun {
  id: string;
  /** Why it can't be any more, one sentence each; empty where it can. */
  stale: string[];
}

/**
 * The newest stored run that evaluated what would be released now and did not fail; null where there is none.
 *
 * @param isLeftOut for runs that can't be relied on, whatever they say
 */
export async function findEarlierRun(
  project: Project,
  prompt: ResolvedPrompt,
  alias: string,
  isLeftOut: (run: StoredRun) => boolean,
): Promise<EarlierRun | null> {
  const candidate = await resolveCandidate(project, prompt, undefined);
  const head = await readHead(project.store, prompt.name, alias);
  const moves = head === null ? [] : await readMoves(project.store, prompt.name, alias);
  for (const stored of await listRuns(project, prompt.name)) {
    if (isLeftOut(stored)) continue;
    const run = await readRun(stored).catch(() => null);
    if (run === null || run.arms.candidate.digest !== candidate.digest || !couldRelease(run, alias)) continue;
    if (moves.some(({ evidence }) => restsOn(evidence, run))) continue;
    const stale = staleReasons(await freshnessNow(project, prompt, { run, alias, head, moves, candidate }));
    return { id: run.id, stale };
  }
  return null;
}

/** The stored runs of a prompt, newest first, that git tracks: whoever commits one can write what it says. */
export async function committedRuns(project: Project, prompt: string): Promise<StoredRun[]> {
  const tracked = await trackedFiles(project.config.root);
  return (await listRuns(project, prompt)).filter(({ path }) => tracked.holdsAnyOf(path));
}

/** `release --run` looks at everything again; this only leaves out what it would refuse for certain. */
function couldRelease(run: RunFile, alias: string): boolean {
  const isOwn = run.drift === undefined && run.scoredFrom === undefined;
  const isOpen = run.verdict.status === 'pass' || run.plan.awaits === 'approval';
  return isOwn && isOpen && run.status === 'complete' && run.release === null && run.plan.alias === alias;
}
