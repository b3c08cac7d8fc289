import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '../../core/json.ts';
import { type FolderKind, isOwnFolder } from '../../delivery/own-folder.ts';
import { unfinished } from '../../delivery/write-file.ts';
import { putPage } from './history-pages.ts';
import { siteMarker } from './site-paths.ts';

const format = 1;

const site: FolderKind = {
  name: 'site',
  marker: siteMarker,
  hasStrangers,
  flaw: (text) => (versionOf(text) === format ? undefined : 'is a site of another version of prompteval'),
  example: 'prompteval site public',
};

/**
 * Makes a folder a site, or finds that it is one.
 *
 * @throws InputError where the folder holds something else.
 */
export async function claimSite(folder: string, shown: string): Promise<void> {
  if (await isOwnFolder(folder, shown, site)) return;
  const marker = `${JSON.stringify({ v: format, madeBy: 'prompteval site' }, null, 2)}\n`;
  await putPage(join(folder, siteMarker), marker);
  // GitHub's pages would otherwise be put through another tool, which leaves files out.
  await putPage(join(folder, '.nojekyll'), '');
}

/** But for `.git` of a branch that holds nothing else, and for what a writing left that was cut short before the first file was there. */
async function hasStrangers(folder: string): Promise<boolean> {
  const entries = await readdir(folder);
  return entries.some((entry) => !entry.startsWith('.') && !unfinished.test(entry));
}

function versionOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value.v : undefined;
  } catch {
    return undefined;
  }
}
