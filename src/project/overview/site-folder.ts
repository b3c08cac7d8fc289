import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { putPage } from './history-pages.ts';
import { siteMarker } from './site-paths.ts';

const format = 1;

/**
 * Makes a folder a site, or finds that it is one. What begins with a dot may be there before: `.git` of a branch that
 * holds nothing but the site.
 *
 * @throws InputError where the folder holds something else.
 */
export async function claimSite(folder: string, shown: string): Promise<void> {
  const marker = join(folder, siteMarker);
  if (existsSync(marker)) return requireOurs(marker, shown);
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw refusal(shown, 'is a file');
    throw error;
  });
  if (entries.some((name) => !name.startsWith('.'))) throw refusal(shown, 'holds files that are no site');
  await putPage(marker, `${JSON.stringify({ v: format, madeBy: 'prompteval site' }, null, 2)}\n`);
  // GitHub's pages would otherwise be put through another tool, which leaves files out.
  await putPage(join(folder, '.nojekyll'), '');
}

async function requireOurs(marker: string, shown: string): Promise<void> {
  const text = await readFile(marker, 'utf8');
  if (versionOf(text) === format) return;
  throw refusal(shown, 'is a site of another version of prompteval');
}

function versionOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value.v : undefined;
  } catch {
    return undefined;
  }
}

function refusal(shown: string, what: string): InputError {
  return new InputError({
    field: 'folder',
    message: `${shown} ${what}, and nothing was written`,
    expected: 'a new or an empty folder, or a site that prompteval wrote',
    hint: 'Name another folder: prompteval site public',
  });
}
