import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { answerFolder, temporaryEnding } from './answer-files.ts';

export interface Pruned {
  removed: number;
  kept: number;
  /** Of the files that were removed. */
  bytes: number;
}

/** Removes a project's answers that were asked for before a time, and what killed processes left half written. */
export async function pruneAnswers(root: string, before: Date): Promise<Pruned> {
  const pruned: Pruned = { removed: 0, kept: 0, bytes: 0 };
  const folder = answerFolder(root);
  for (const part of await foldersIn(folder)) {
    for (const name of await readdir(join(folder, part))) {
      const file = join(folder, part, name);
      const found = await stat(file).catch(() => null);
      if (found === null) continue;
      if (found.mtime >= before) {
        if (!name.endsWith(temporaryEnding)) pruned.kept++;
        continue;
      }
      await rm(file, { force: true });
      pruned.removed++;
      pruned.bytes += found.size;
    }
  }
  return pruned;
}

/** Only folders of its own making, whatever else lies there. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name))
    .map((entry) => entry.name);
}
