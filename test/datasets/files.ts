import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Dataset } from '../../src/core/case.ts';
import { InputError } from '../../src/core/errors.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { type LoadOptions, loadDataset } from '../../src/datasets/load-dataset.ts';

export type Files = Record<string, string | Uint8Array>;

/** Loads these files from a folder that is gone afterwards; messages name them without it. */
export async function loadFiles(
  files: Files,
  options: LoadOptions = {},
  names = Object.keys(files),
): Promise<Dataset> {
  const folder = await mkdtemp(join(tmpdir(), 'prompteval-datasets-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const paths = names.map((name) => join(folder, name));
    return await loadDataset(paths, { displayPath: (file) => basename(file), ...options });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Everything that is wrong with these files, as people see it. */
export async function problemsOf(files: Files, names = Object.keys(files)): Promise<string[]> {
  try {
    await loadFiles(files, {}, names);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(formatProblem);
    throw error;
  }
  return [];
}
