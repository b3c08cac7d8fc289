import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CiJob } from '../../ci/job.ts';
import { counted } from '../../core/format.ts';
import { excerpt } from '../../core/text.ts';
import { linkedFolders, repositoryOf, trackedPaths } from '../../project/opening/tracked-files.ts';
import { isRunId } from '../../project/runs/runs.ts';

/** What is committed, and where it would be taken for what a job made. */
export interface CommittedEvidence {
  /** Folders of runs, or links in their place. */
  runs: string[];
  /** Files or links in a cache of answers, or the cache itself. */
  answers: string[];
}

/** One of them stands in the folder of every run. */
const ofRuns = ['run.json', 'start.json', 'trials.jsonl'];

/**
 * By the paths of a repository alone: a config that can't be read must not keep a run that was committed with it.
 *
 * @param reports what folders of reports are called
 */
export function committedEvidence(paths: readonly string[], reports: readonly string[]): CommittedEvidence {
  const runs = new Set<string>();
  const answers: string[] = [];
  for (const path of paths) {
    const parts = path.split('/');
    if (isOfCache(parts)) answers.push(path);
    const folder = parts.findIndex((part) => reports.includes(part));
    const run = parts.findIndex((part, index) => folder >= 0 && index > folder && isRunId(part));
    const file = parts[run + 1];
    if (run >= 0 && (file === undefined || ofRuns.includes(file)))
      runs.add(parts.slice(0, run + 1).join('/'));
  }
  return { runs: [...runs].sort(), answers };
}

/** Links to folders, and submodules, at or below a folder of reports: what stands in such a folder is committed under another name. */
export function linksInReports(links: readonly string[], reports: readonly string[]): string[] {
  return links.filter((path) => path.split('/').some((part) => reports.includes(part)));
}

/** Or a link in the place of the cache or above it; what git itself reads is no answer. */
function isOfCache(parts: readonly string[]): boolean {
  const at = parts.indexOf('.prompteval');
  const isInPlace = at >= 0 && (at + 1 === parts.length || parts[at + 1] === 'cache');
  return isInPlace && !parts.at(-1)?.startsWith('.git');
}

/**
 * Takes out of a job's checkout what came with its commits and looks like what a job makes. The job would upload it, or keep
 * it for later ones, and there nobody can tell the two apart. On the main branch committed runs stay: none is released, and
 * a site may show them.
 *
 * @returns what a reader should know, one sentence each.
 */
export async function dropCommittedEvidence(
  { root, kind }: Pick<CiJob, 'root' | 'kind'>,
  reports: readonly string[],
): Promise<string[]> {
  const top = await repositoryOf(root);
  if (top === '') return [];
  const names = ['reports', ...reports];
  const { runs, answers } = committedEvidence(await trackedPaths(top), names);
  const links = linksInReports(await linkedFolders(top), names);
  const dropped = kind === 'change' ? [...new Set([...runs, ...links])] : [];
  for (const path of [...dropped, ...answers]) await rm(join(top, path), { recursive: true, force: true });
  const says: string[] = [];
  if (dropped.length > 0)
    says.push(
      `${committedRunWords(dropped)} This job takes that out of its checkout, so that no artifact has it.`,
    );
  if (answers.length > 0) says.push(committedAnswerWords(answers.length));
  return says;
}

function committedAnswerWords(count: number): string {
  return `Warning: ${counted(count, 'file')} of the cache of answers came with a commit. This job takes them out of its checkout, so that the models are asked. Take them out of the repository with: git rm -r --cached .prompteval/cache`;
}

/** So many are named. */
const named = 3;

/** A warning that names runs that came with a commit, at least one. */
export function committedRunWords(runs: readonly string[]): string {
  const shown = runs.slice(0, named).map((path) => excerpt(path, 120));
  const more = runs.length > named ? ` and ${runs.length - named} more` : '';
  return `Warning: ${shown.join(', ')}${more} came with a commit, and whoever commits a run can write what it says: only a run that a job made counts.`;
}
