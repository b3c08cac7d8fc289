import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../core/error-code.ts';
import { InputError } from '../core/errors.ts';

/** A folder that a command writes again and again, and how it is told from anybody else's. */
export interface FolderKind {
  /** What it is called: `site`. */
  name: string;
  /** The file of its own that each one has. */
  marker: string;
  /** Whether something in a folder without that file keeps it from becoming one. */
  hasStrangers(folder: string): Promise<boolean>;
  /** What that file's text says against it; undefined where it is ours. */
  flaw(text: string): string | undefined;
  /** The command with a folder of its own. */
  example: string;
}

/**
 * Whether a folder is one of its kind already; false for one that may become it.
 *
 * @param shown the folder's name in messages
 * @throws InputError where it holds something else.
 */
export async function isOwnFolder(folder: string, shown: string, kind: FolderKind): Promise<boolean> {
  const marker = await readFile(join(folder, kind.marker), 'utf8').catch(unlessMissing);
  const flaw = marker === undefined ? await strangersIn(folder, kind) : kind.flaw(marker);
  if (flaw === undefined) return marker !== undefined;
  throw new InputError({
    field: 'folder',
    message: `${shown} ${flaw}, and nothing was written`,
    expected: `a new folder, or a ${kind.name} that prompteval wrote`,
    hint: `Name another folder: ${kind.example}`,
  });
}

async function strangersIn(folder: string, { name, hasStrangers }: FolderKind): Promise<string | undefined> {
  try {
    return (await hasStrangers(folder)) ? `holds files that are no ${name}` : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return 'is a file';
    return unlessMissing(error);
  }
}

function unlessMissing(error: unknown): undefined {
  // ENOTDIR is a file in the folder's place: reading the folder says so.
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
  throw error;
}
