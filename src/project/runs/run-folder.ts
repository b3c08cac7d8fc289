import { existsSync, statSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Case, caseLine } from '../../core/case.ts';
import { InputError } from '../../core/errors.ts';
import type { RunFile } from '../../core/run-file.ts';
import { reportNames } from '../../report/report-names.ts';
import { writeWhole } from '../opening/write-whole.ts';
import { type RunStart, writeStart } from './run-start.ts';

const resultName = 'run.json';

/** Where one run's files are: `reports/<prompt>/<run-id>/`. */
export interface RunFolder {
  path: string;
  trials: string;
  /** Answers that wait for their judges; only while any does. */
  answers: string;
}

export function runFolder(reports: string, prompt: string, id: string): RunFolder {
  const path = join(reports, prompt, id);
  return { path, trials: join(path, 'trials.jsonl'), answers: join(path, 'answers.jsonl') };
}

/**
 * Makes the folder, with the run's cases in it: its report can be rendered when the dataset has moved on. What the run
 * set out to do comes last, so that all else is there where that is. Nothing stays of a folder that could not be written.
 */
export async function createRunFolder(
  folder: RunFolder,
  cases: readonly Case[],
  start?: RunStart,
): Promise<void> {
  try {
    await mkdir(folder.path, { recursive: true });
    await keepCases(folder, cases);
    if (start) await writeStart(folder.path, start);
  } catch (error) {
    await rm(folder.path, { recursive: true, force: true }).catch(() => undefined);
    throw cannotWrite(error);
  }
}

/** What stands there already may be half written, or of before a note of the dataset was changed. */
export async function keepCasesAgain(folder: RunFolder, cases: readonly Case[]): Promise<void> {
  try {
    await keepCases(folder, cases);
  } catch (error) {
    throw cannotWrite(error);
  }
}

function cannotWrite(error: unknown): InputError {
  const message = error instanceof Error ? error.message : String(error);
  return new InputError({ field: 'reports', message: `the run's folder cannot be written: ${message}` });
}

/**
 * A run that goes on has no result; a reader must not take the old one for it, nor the reports of that. The result goes last:
 * reports that are missing beside one are written again.
 */
export async function removeResult({ path }: RunFolder): Promise<void> {
  for (const name of [...Object.values(reportNames), resultName]) await rm(join(path, name), { force: true });
}

export function hasResult({ path }: RunFolder): boolean {
  return existsSync(join(path, resultName));
}

/** Whether anything was measured into it. */
export function hasAnswers({ trials, answers }: RunFolder): boolean {
  return [trials, answers].some((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0);
}

async function keepCases({ path }: RunFolder, cases: readonly Case[]): Promise<void> {
  const file = await open(join(path, 'cases.jsonl'), 'w');
  try {
    for (let start = 0; start < cases.length; start += 1000) {
      const lines = cases.slice(start, start + 1000).map(caseLine);
      // Unlike `write`, it goes on where the system took only a part.
      await file.appendFile(lines.join(''));
    }
  } finally {
    await file.close();
  }
}

export async function writeRunFile(path: string, run: RunFile): Promise<void> {
  await writeWhole(join(path, resultName), `${JSON.stringify(run, null, 2)}\n`);
}
