import { InputError } from '../../core/errors.ts';
import { countFailedOnTheWay } from '../../core/failed-trials.ts';
import { isCutOff } from '../../core/run-attempt.ts';
import type { RunFile } from '../../core/run-file.ts';
import { shardName } from '../../core/shard.ts';
import { shellWord } from '../../core/shell-word.ts';
import type { Project } from '../opening/open-project.ts';
import { trackedFiles } from '../opening/tracked-files.ts';
import { isMarked } from './run-marker.ts';
import { insteadOfStart, type RunStart, readStart } from './run-start.ts';
import { findRun, listRuns, readRun, type StoredRun } from './runs.ts';

/** A run that was cut off, and what it set out to do. */
export interface UnfinishedRun extends StoredRun {
  start: RunStart;
  /** Where it was cut off after its decision: its reports may be missing, and nothing else. */
  decided: RunFile | null;
}

/**
 * The run of that id, or the newest of the prompt that can go on. A finished one that is named can, where trials failed on the
 * way to the model: its verdict goes, and those are asked again.
 *
 * @throws InputError where there is none.
 */
export async function findUnfinishedRun(
  project: Project,
  prompt: string,
  named: string | undefined,
): Promise<UnfinishedRun> {
  if (named !== undefined) return openUnfinished(project, await findRun(project, named, prompt));
  const newest = await newestUnfinished(project, prompt);
  if (newest !== null) return newest;
  throw new InputError({
    message: `there is no unfinished run of ${prompt} in ${project.display(project.config.reports)}`,
    hint: (await toRelease(project, prompt)) ?? 'Make a new one, without --resume',
  });
}

/** Where a release was cut off between its run and its move, that run is finished, and nobody has said its name. */
async function toRelease(project: Project, prompt: string): Promise<string | null> {
  const [newest] = await listRuns(project, prompt);
  const run = newest && (await readRun(newest).catch(() => null));
  if (run?.plan.action !== 'promote' || run.release !== null) return null;
  return `The newest is finished, and nothing was released by it; for that: prompteval release ${prompt} --run ${run.id}`;
}

/**
 * Where another branch's policy judges, answers that came with a commit are none.
 *
 * @throws InputError for a run that git tracks.
 */
export async function requireUncommitted(project: Project, { id, path }: StoredRun): Promise<void> {
  if (!(await trackedFiles(project.config.root)).holdsAnyOf(path)) return;
  throw new InputError({
    field: '--resume',
    message: `run ${id} came with a commit, and whoever commits a run can write what its models said`,
    hint: 'Make a new one, without --resume',
  });
}

/** null where every run of the prompt came to its end. */
export async function newestUnfinished(project: Project, prompt: string): Promise<UnfinishedRun | null> {
  for (const stored of await listRuns(project, prompt)) {
    const run = await unfinished(stored).catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error;
      // One that can't be read takes nothing from the others.
      project.warn(error.message);
    });
    if (typeof run === 'object') return run;
  }
  return null;
}

async function openUnfinished(project: Project, stored: StoredRun): Promise<UnfinishedRun> {
  const run = await unfinished(stored);
  if (typeof run === 'object') return run;
  const { id, prompt } = stored;
  if (run === 'finished') {
    const again = await withFailedTrials(stored);
    if (again !== null) return again;
    throw new InputError({
      message: `run ${id} is finished, so there is nothing to go on with`,
      hint: `Its report: prompteval report ${id}.${await nextStep(project, stored)}`,
    });
  }
  const there = await insteadOfStart(stored.path);
  throw new InputError({
    message: `run ${id} has ${there} in ${project.display(stored.path)}, so nobody knows what it set out to do`,
    hint: `Make a new one with: prompteval run ${prompt}`,
  });
}

/** What a finished run is there for. */
async function nextStep(project: Project, stored: StoredRun): Promise<string> {
  const run = await readRun(stored);
  if (run?.shard) {
    const reports = shellWord(project.display(project.config.reports));
    return ` It is ${shardName(run.shard)}; with all of them there: prompteval merge ${reports}`;
  }
  if (run?.status !== 'complete') return '';
  return ` To release it: prompteval release ${stored.prompt} --run ${stored.id}`;
}

async function withFailedTrials(stored: StoredRun): Promise<UnfinishedRun | null> {
  const [start, run] = await Promise.all([readStart(stored.path), readRun(stored)]);
  if (start === null || run === null || countFailedOnTheWay(run) === 0) return null;
  return { ...stored, start, decided: null };
}

async function unfinished(stored: StoredRun): Promise<UnfinishedRun | 'finished' | 'unknown'> {
  const start = await readStart(stored.path);
  if (start === null) return 'unknown';
  const run = await readRun(stored);
  if (run === null || isCutOff(run)) return { ...stored, start, decided: null };
  return (await isMarked(stored.path)) ? { ...stored, start, decided: run } : 'finished';
}
