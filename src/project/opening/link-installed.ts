import { existsSync, lstatSync, statSync } from 'node:fs';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { ownPackages } from '../../config/code/own-packages.ts';
import { git } from './circumstances.ts';

/**
 * What is installed is not committed, so what is installed now serves the files of another commit too. Packages of the
 * repository itself (workspaces) are those of that commit, with what was built in them.
 *
 * @param top the folder of the repository; `tree` holds the other commit, `prefix` leads from both to the project. The tree stands
 * in as many folders of its own as the repository does, as packages may be installed in any of these
 */
export async function linkInstalled(top: string, tree: string, prefix: string): Promise<void> {
  const folders = new Set([...onTheWay(prefix), ...placesAbove(top)]);
  const packages = new Set<string>();
  for (const folder of folders) {
    for (const own of await linkModules(top, tree, folder)) {
      packages.add(own);
      for (const above of onTheWay(own)) folders.add(above);
    }
  }
  if (packages.size > 0) await linkBuilt(top, tree, [...packages]);
}

/** `..`, `../..` and so on, from a folder up to the root of its disk. */
export function placesAbove(folder: string): string[] {
  const above: string[] = [];
  for (let at = folder; at !== dirname(at); at = dirname(at)) above.push(join(above.at(-1) ?? '', '..'));
  return above;
}

/** `''`, `packages` and `packages/evals`. */
function onTheWay(path: string): string[] {
  const parts = path.split(/[/\\]/).filter((part) => part !== '');
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

/** The packages of the repository itself among those that are installed in a folder: their folders there. */
async function linkModules(top: string, tree: string, folder: string): Promise<string[]> {
  const [installed, place] = [join(top, folder, 'node_modules'), join(tree, folder, 'node_modules')];
  if (!existsSync(installed) || !existsSync(dirname(place)) || existsSync(place)) return [];
  const own = new Map(
    [...ownPackages(top, installed)].filter(([, real]) => existsSync(join(tree, relative(top, real)))),
  );
  if (own.size === 0) {
    await link(installed, place);
    return [];
  }
  const scopes = new Set([...own.keys()].filter((name) => name.includes('/')).map(scopeOf));
  await mkdir(place);
  for (const name of await readdir(installed)) {
    if (scopes.has(name)) {
      await mkdir(join(place, name));
      for (const inside of await readdir(join(installed, name))) await linkOne(`${name}/${inside}`);
    } else await linkOne(name);
  }
  return [...own.values()].map((real) => relative(top, real));

  async function linkOne(name: string): Promise<void> {
    const real = own.get(name);
    await link(
      real === undefined ? join(installed, name) : join(tree, relative(top, real)),
      join(place, name),
    );
  }
}

function scopeOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}

/** A package that is built is imported from where git ignores it: `dist`. */
async function linkBuilt(top: string, tree: string, packages: readonly string[]): Promise<void> {
  const listed = await git(
    top,
    'ls-files',
    '--others',
    '--ignored',
    '--exclude-standard',
    '--directory',
    '-z',
  );
  const built = listed
    .split('\0')
    .map((path) => path.replace(/\/$/, ''))
    .filter((path) => packages.some((own) => path.startsWith(`${own.split(sep).join('/')}/`)));
  for (const path of built) {
    const place = join(tree, path);
    if (!lstatSync(place, { throwIfNoEntry: false }) && existsSync(dirname(place))) {
      await link(join(top, path), place);
    }
  }
}

/** Where links to files need a right, folders do without. */
async function link(target: string, place: string): Promise<void> {
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
  await symlink(target, place, isFolder ? 'junction' : undefined);
}
