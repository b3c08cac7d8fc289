import type { MoveRecord, VersionRecord } from '../../src/core/registry.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import type { PromptStatus } from '../../src/project/overview/status.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';

/** What `status <prompt> --json` says. */
export async function statusOf(project: TemporaryProject, prompt: string): Promise<PromptStatus> {
  const result = await runCli(['status', prompt, '--json'], { cwd: project.folder });
  return result.json<PromptStatus>();
}

/** The records of an alias's moves as they lie on disk, ascending. */
export function movesOf(project: TemporaryProject, prompt: string, alias = 'stable'): Promise<MoveRecord[]> {
  return readRecords<MoveRecord>(project, `aliases/${prompt}/${alias}`);
}

/** The records of a prompt's versions as they lie on disk, ascending. */
export function versionsOf(project: TemporaryProject, prompt: string): Promise<VersionRecord[]> {
  return readRecords<VersionRecord>(project, `versions/${prompt}`);
}

async function readRecords<Record>(project: TemporaryProject, folder: string): Promise<Record[]> {
  const files = await project.list(`.prompteval/registry/${folder}`);
  const records = files.filter((file) => /\/\d{10}\.json$/.test(file));
  return Promise.all(records.map(async (file) => JSON.parse(await project.read(file)) as Record));
}

/** The ids of the stored runs of a prompt, ascending, whether or not they got as far as a run.json. */
export async function runIds(project: TemporaryProject, prompt: string): Promise<string[]> {
  const files = await project.list(`reports/${prompt}`);
  return [...new Set(files.map((file) => file.split('/')[2] ?? ''))].sort();
}

export async function readRun(project: TemporaryProject, prompt: string, id: string): Promise<RunFile> {
  return JSON.parse(await project.read(`reports/${prompt}/${id}/run.json`)) as RunFile;
}

/** What `audit verify` exits with. */
export async function auditExit(project: TemporaryProject): Promise<number | null> {
  const { exitCode } = await runCli(['audit', 'verify'], { cwd: project.folder });
  return exitCode;
}
