import type { Stats } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answerFolder, temporaryEnding } from './answer-files.ts';

export interface Pruned {
  removed: number;
  kept: number;
  /** Of the files that were removed. */
  bytes: number;
  /** What could not be removed, in the words of the system. */
  stuck?: { path: string; why: string }[];
}

/** Removes a project's answers that were asked for before a time, and what killed processes left half written. */
export async function pruneAnswers(root: string, before: Date): Promise<Pruned> {
  const pruned: Pruned = { removed: 0, kept: 0, bytes: 0 };
  const stuck: NonNullable<Pruned['stuck']> = [];
  const folder = answerFolder(root);
  for (const part of await foldersIn(folder)) {
    const names = await readdir(join(folder, part)).catch((error: unknown) => {
      stuck.push({ path: join(folder, part), why: wordsOf(error) });
      return [];
    });
    for (const name of names) {
      const file = join(folder, part, name);
      const found = await lstat(file).catch(() => null);
      if (found === null) continue;
      if (found.mtime >= before) {
        if (!name.endsWith(temporaryEnding)) pruned.kept++;
        continue;
      }
      try {
        await removeEntry(file, found);
        pruned.removed++;
        pruned.bytes += found.size;
      } catch (error) {
        stuck.push({ path: file, why: wordsOf(error) });
      }
    }
  }
  return stuck.length > 0 ? { ...pruned, stuck } : pruned;
}

/** What is below a folder was never put there by a run. */
async function removeEntry(file: string, found: Stats): Promise<void> {
  if (found.isDirectory()) throw new Error('is a folder, and no answer');
  await rm(file, { force: true });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
