import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { RunFile } from '../../core/run-file.ts';
import { suggestion } from '../../core/suggest.ts';
import { excerpt } from '../../core/text.ts';
import type { Project } from '../opening/open-project.ts';

/** A run on disk. `run` is null where it never got as far as its run.json. */
export interface StoredRun {
  id: string;
  prompt: string;
  path: string;
}

const runId = /^\d{8}-\d{6}-[0-9a-f]{6}$/;

export function isRunId(name: string): boolean {
  return runId.test(name);
}

/** Stored runs, newest first. */
export async function listRuns(project: Project, prompt?: string): Promise<StoredRun[]> {
  const reports = project.config.reports;
  const prompts = prompt === undefined ? await foldersIn(reports) : [prompt];
  const runs = await Promise.all(
    prompts.map(async (name) => {
      const ids = (await foldersIn(join(reports, name))).filter(isRunId);
      return ids.map((id) => ({ id, prompt: name, path: join(reports, name, id) }));
    }),
  );
  return runs.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** The run of that id, or of an unambiguous beginning or end of it; the newest with a result that can be read where none is named. */
export async function findRun(
  project: Project,
  named: string | undefined,
  prompt?: string,
): Promise<StoredRun> {
  const runs = await listRuns(project, prompt);
  const found: (StoredRun | undefined)[] =
    named === undefined
      ? [(await newestResult(runs, project.warn)) ?? runs[0]]
      : runs.filter(({ id }) => id === named || id.startsWith(named) || id.endsWith(named));
  if (found.length === 1 && found[0]) return found[0];
  const place = `${project.display(project.config.reports)}${prompt ? `/${prompt}` : ''}`;
  if (named === undefined)
    throw new InputError({ message: `there is no run in ${place}`, hint: 'Make one with: prompteval run' });
  const hint = suggestion(named, runs.map((run) => run.id).slice(0, 12));
  const message =
    found.length > 1
      ? `"${named}" is the beginning or end of ${found.length} runs in ${place}`
      : `there is no run "${named}" in ${place}`;
  throw new InputError({ message, ...(hint && { hint }) });
}

async function newestResult(
  runs: readonly StoredRun[],
  warn: (text: string) => void,
): Promise<StoredRun | undefined> {
  for (const stored of runs) if (await readRunOfMany(stored, ({ message }) => warn(message))) return stored;
  return undefined;
}

/** The same as `readRun` for one of many runs: a run.json that can't be read is told, and takes nothing from the others. */
export async function readRunOfMany(
  stored: StoredRun,
  tell: (problem: InputError) => void,
): Promise<RunFile | null> {
  try {
    return await readRun(stored);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(error);
    return null;
  }
}

/**
 * The run.json of a stored run; null for a run that was cut off before it had one.
 *
 * @throws InputError for one that is no run, or another run than its folder is named for.
 */
export async function readRun(stored: StoredRun): Promise<RunFile | null> {
  const run = await readRunFile(stored.path);
  const other = run && otherRun(stored, run);
  if (!other) return run;
  throw new InputError({
    file: join(stored.path, 'run.json'),
    message: `this is not the run of its folder: ${other}`,
    hint: 'Restore it from where the run was made, or give the folder its name back',
  });
}

/** In words, where a run.json says that it is another run than the one that its folder is named for. */
export function otherRun({ id, prompt }: Pick<StoredRun, 'id' | 'prompt'>, run: RunFile): string | undefined {
  if (run.id === id && run.prompt === prompt) return undefined;
  return `it says that it is run ${excerpt(String(run.id), 80)} of ${excerpt(String(run.prompt), 80)}, and the folder is that of run ${id} of ${prompt}`;
}

/** The run.json in a folder, whichever run it says that it is. */
export async function readRunFile(folder: string): Promise<RunFile | null> {
  const file = join(folder, 'run.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = parse(text, file);
  if (isJsonObject(parsed) && 'formatVersion' in parsed && parsed.formatVersion !== 1) {
    throw new InputError({
      file,
      field: 'formatVersion',
      message: `this run has the format ${String(parsed.formatVersion)}, which this version does not know`,
      expected: '1',
    });
  }
  const missing = isJsonObject(parsed) ? always.find((field) => !(field in parsed)) : 'formatVersion';
  if (missing !== undefined) {
    throw new InputError({ file, message: `this is not a run: it has no ${missing}` });
  }
  return parsed;
}

/** Without these nothing can be said of a run. */
const always = ['formatVersion', 'id', 'prompt', 'plan', 'verdict', 'comparisons', 'trials', 'spend'];

/** @throws InputError for a run that was cut off before it had a run.json. */
export async function readResult(stored: StoredRun): Promise<RunFile> {
  return requireResult(stored, await readRun(stored));
}

/** The same, whichever run its run.json says that it is: for who has an answer to that. */
export async function readAnyResult(stored: StoredRun): Promise<RunFile> {
  return requireResult(stored, await readRunFile(stored.path));
}

function requireResult({ id }: StoredRun, run: RunFile | null): RunFile {
  if (run !== null) return run;
  throw new InputError({ message: `the run ${id} was cut off before it had a result` });
}

function parse(text: string, file: string): RunFile {
  try {
    return JSON.parse(text) as RunFile;
  } catch (error) {
    throw new InputError({
      file,
      message: `this is not a run: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
