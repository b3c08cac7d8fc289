import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { isInside } from '../../config/code/paths.ts';
import { InputError } from '../../core/errors.ts';
import { git } from './circumstances.ts';

/**
 * What git tracks in a checkout. Answers, runs and ledgers are evidence because a job wrote them; what came with a commit
 * was written by whoever made it.
 */
export interface TrackedFiles {
  /** Whether git tracks the file, or a folder or link that it is reached through. */
  holds(file: string): boolean;
  /** The same, or whether it tracks anything in the folder. */
  holdsAnyOf(folder: string): boolean;
}

/** Nothing outside of git. @throws InputError where git can't tell. */
export async function trackedFiles(root: string): Promise<TrackedFiles> {
  const top = await repositoryOf(root);
  const listed = top === '' ? [] : await trackedPaths(top);
  const folder = realPlace(top);
  const files = new Set<string>();
  const above = new Set<string>();
  for (const path of listed) {
    const file = join(folder, path);
    files.add(file);
    for (let at = dirname(file); at !== folder && !above.has(at); at = dirname(at)) above.add(at);
  }
  // A submodule is tracked as one path, and so is a link to a folder.
  const isTracked = (path: string) => ancestors(path, folder).some((at) => files.has(at));
  const holds = (path: string) => isTracked(path) || isTracked(realPlace(path));
  return {
    holds: (file) => files.size > 0 && holds(file),
    holdsAnyOf: (path) =>
      files.size > 0 && (holds(path) || [path, realPlace(path)].some((at) => above.has(at))),
  };
}

/**
 * The folder of the repository; '' outside of one, and where git is not installed.
 *
 * @throws InputError where there is one that git refuses to look at, such as that of another user: nothing would seem to be
 * tracked there.
 */
export async function repositoryOf(root: string): Promise<string> {
  const top = await git(root, 'rev-parse', '--show-toplevel');
  if (top !== '' || !isInRepository(root) || (await git(root, '--version')) === '') return top;
  throw new InputError({
    message: `git can't tell which files of ${root} it tracks`,
    hint: 'Run git status there, which says why. Of a checkout of another user: git config --global --add safe.directory <folder>',
  });
}

function isInRepository(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (at === dirname(at)) return false;
  }
}

/** As git names them, from the folder of the repository. */
export async function trackedPaths(top: string): Promise<string[]> {
  const listed = await git(top, 'ls-files', '--cached', '-z', '--', ':(top)');
  return listed.split('\0').filter((path) => path !== '');
}

/** Links and submodules, of whose content git tracks nothing under their names. */
export async function trackedLinks(top: string): Promise<string[]> {
  const listed = await git(top, 'ls-files', '--stage', '-z', '--', ':(top)');
  return listed.split('\0').flatMap((entry) => /^1[26]0000 [^\t]*\t(.+)$/s.exec(entry)?.[1] ?? []);
}

/** Those of them that lead to a folder of the repository. */
export async function linkedFolders(top: string): Promise<string[]> {
  const folder = realPlace(top);
  return (await trackedLinks(top)).filter((path) => {
    const target = realPlace(join(folder, path));
    return isInside(folder, target) && (statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false);
  });
}

/** The path itself first. */
function ancestors(path: string, top: string): string[] {
  const found: string[] = [];
  for (let at = path; at.startsWith(top + sep); at = dirname(at)) found.push(at);
  return found;
}

/** With the case of the disk, where that tells no two names apart. */
function realPlace(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
