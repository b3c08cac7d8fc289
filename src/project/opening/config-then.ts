import { lstatSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isInside, isInstalled, realPath } from '../../config/code/paths.ts';
import { configNames, findConfig } from '../../config/load-config.ts';
import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { git } from './circumstances.ts';
import { trackedLinks } from './tracked-files.ts';

/** Where a commit has the config that counts for this place, by paths from the folder of the repository. */
export interface ConfigThen {
  /** null where it has none that could count. */
  file: string | null;
  /** Others that it has, of which nobody can tell whether they count instead. */
  others: string[];
  /** Whether it stands in another folder now. */
  isMoved: boolean;
}

/**
 * A change chooses where configs stand, so the place to start from is the one that the command is run in: the commit's config is
 * what is found upwards from there. A link that the change put in the place of a folder leads to that place by another way. Where
 * nothing is found so, it is the one that the change took away.
 *
 * @param tree the folder that has the commit checked out
 */
export async function configThen(
  { file, root }: Pick<ResolvedConfig, 'file' | 'root'>,
  top: string,
  tree: string,
  commit: string,
): Promise<ConfigThen> {
  const folder = inRepository(top, root);
  const isFound = sameConfig(process.cwd(), file);
  const start = isFound ? inRepository(top, process.cwd()) : folder;
  const usual = isFound ? [] : [basename(file)];
  const ways = [start, ...(await linkedWays(top, tree, start))];
  const governing = ways.flatMap((way) => governingConfig(tree, way, usual) ?? []);
  const found = [...new Set(governing)];
  const candidates = found.length > 0 ? found : await configsGone(top, commit);
  const moved = candidates.filter((path) => folderOf(path) !== folder);
  const [first = candidates[0] ?? null, ...others] = moved;
  return { file: first, others, isMoved: moved.length > 0 };
}

/** Whether a search from the folder finds this very config. */
function sameConfig(from: string, file: string): boolean {
  try {
    return realPath(findConfig(from, undefined)) === realPath(file);
  } catch {
    return false;
  }
}

/** '' for the repository's own folder. */
function inRepository(top: string, folder: string): string {
  const path = relative(realPath(top) ?? top, realPath(folder) ?? folder).replaceAll('\\', '/');
  return path.startsWith('..') ? '' : path;
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}

/** As the search for a config goes, and not beyond the repository. */
function governingConfig(tree: string, start: string, usual: readonly string[]): string | undefined {
  for (let folder = start; ; folder = folderOf(folder)) {
    const place = realPath(join(tree, folder));
    const name = place && [...usual, ...configNames].find((name) => isFile(join(place, name)));
    if (name) return join(inRepository(tree, place), name).replaceAll('\\', '/');
    if (folder === '') return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** By links of now through which the folder is reached, where the commit had a folder of that name. */
async function linkedWays(top: string, tree: string, start: string): Promise<string[]> {
  const real = realPath(join(top, start)) ?? join(top, start);
  const links = (await trackedLinks(top)).filter((link) => isThere(join(tree, link)));
  return links.flatMap((link) => {
    const target = realPath(join(top, link));
    return target !== undefined && isInside(target, real) ? [join(link, relative(target, real))] : [];
  });
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Configs of the commit that stand nowhere now; behind a link they are others. */
async function configsGone(top: string, commit: string): Promise<string[]> {
  const listed = await git(top, 'ls-tree', '-r', '--name-only', '-z', commit);
  return listed
    .split('\0')
    .filter((path) => configNames.includes(basename(path)) && !isInstalled(path))
    .filter((path) => realPath(join(top, path)) !== join(realPath(top) ?? top, path));
}
