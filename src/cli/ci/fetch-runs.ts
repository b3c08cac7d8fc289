import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ApiClient } from '../../ci/api-client.ts';
import { findArtifact } from '../../ci/github-artifacts.ts';
import { githubClient } from '../../ci/github-comments.ts';
import { findJobArchive } from '../../ci/gitlab-artifacts.ts';
import { gitlabClient } from '../../ci/gitlab-notes.ts';
import { type CiJob, type Environment, variable } from '../../ci/job.ts';
import { readZip, type ZipEntry } from '../../ci/read-zip.ts';
import { counted } from '../../core/format.ts';
import type { Project } from '../../project/opening/open-project.ts';
import type { Tokens } from './tokens.ts';

/**
 * Brings the runs of the pull request that was merged into the folder of the reports, so that they can be released
 * without a call. What can't be had is made again, so nothing of this is an error.
 *
 * @returns what a reader should know; null where there was nothing to fetch.
 */
export async function fetchRuns(
  environment: Environment,
  job: CiJob,
  project: Project,
  tokens: Tokens,
): Promise<string | null> {
  if (job.commit === '') return null;
  try {
    const source = await findSource(environment, job, tokens);
    if (source === null) return null;
    const kept = await keepRuns(source.client, source.archive, project);
    return kept === 0
      ? null
      : `${counted(kept, 'file')} of runs were taken over from the change that was merged.`;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return `The runs of the change that was merged could not be fetched, so they are made again: ${said}`;
  }
}

interface Source {
  client: ApiClient;
  archive: string;
}

/** Asked with little patience: what is not there is made again. */
async function findSource(environment: Environment, job: CiJob, tokens: Tokens): Promise<Source | null> {
  const patience = { attempts: 2 };
  if (job.system === 'github') {
    const client = githubClient(environment, tokens.github, patience);
    const repository = variable(environment, 'GITHUB_REPOSITORY');
    if (client === null || repository === undefined) return null;
    const archive = await findArtifact(client, repository, job.commit);
    return archive === null ? null : { client, archive };
  }
  const client = gitlabClient(environment, tokens.gitlab, patience);
  const project = variable(environment, 'CI_PROJECT_ID');
  const name = variable(environment, 'CI_JOB_NAME');
  if (client === null || project === undefined || name === undefined) return null;
  const archive = await findJobArchive(client, project, job.commit, name);
  return archive === null ? null : { client, archive };
}

async function keepRuns(client: ApiClient, archive: string, project: Project): Promise<number> {
  const entries = readZip(await client.download(archive));
  const { reports, prompts } = project.config;
  let kept = 0;
  for (const entry of entries) {
    const place = placeOf(entry, [...prompts.keys()]);
    if (place !== null && (await writeNew(join(reports, ...place), entry))) kept++;
  }
  return kept;
}

/** A file of a run: `…/<prompt>/<run id>/<file>`. Whatever else an archive holds is left where it is. */
function placeOf({ name }: ZipEntry, prompts: readonly string[]): string[] | null {
  const [file = '', id = '', prompt = ''] = name.split('/').reverse();
  const isFile = /^[a-z][a-z-]*\.(json|jsonl|html|md|xml)$/.test(file);
  const isRun = /^\d{8}-\d{6}-[0-9a-f]{6}$/.test(id);
  return isFile && isRun && prompts.includes(prompt) ? [prompt, id, file] : null;
}

/** What is there already is this job's own. */
async function writeNew(file: string, entry: ZipEntry): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true });
  const isThere = await readFile(file).then(
    () => true,
    () => false,
  );
  if (isThere) return false;
  await writeFile(file, entry.read(), { flag: 'wx' });
  return true;
}
