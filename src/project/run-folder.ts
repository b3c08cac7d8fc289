import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from '../core/case.ts';
import type { RunFile } from '../core/run-file.ts';

/** Where one run's files are: `reports/<prompt>/<run-id>/`. */
export interface RunFolder {
  path: string;
  trials: string;
}

export async function createRunFolder(reports: string, prompt: string, id: string): Promise<RunFolder> {
  const path = join(reports, prompt, id);
  await mkdir(path, { recursive: true });
  return { path, trials: join(path, 'trials.jsonl') };
}

/** The cases of the run beside its trials, so that its report can be rendered when the dataset has moved on. */
export async function writeCases(folder: RunFolder, cases: readonly Case[]): Promise<void> {
  const file = await open(join(folder.path, 'cases.jsonl'), 'w');
  try {
    for (let start = 0; start < cases.length; start += 1000) {
      const lines = cases.slice(start, start + 1000).map((item) => `${JSON.stringify(item)}\n`);
      await file.write(lines.join(''));
    }
  } finally {
    await file.close();
  }
}

/** Written beside and renamed, so that a run.json is never half there. */
export async function writeRunFile(path: string, run: RunFile): Promise<void> {
  const temporary = join(path, `.run.json.${process.pid}`);
  await writeFile(temporary, `${JSON.stringify(run, null, 2)}\n`);
  await rename(temporary, join(path, 'run.json'));
}
