import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { isInside, realPath } from '../../config/code/paths.ts';
import { digestBytes, digestOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import type { PolicyChange } from '../../core/policy.ts';
import { excerpt } from '../../core/text.ts';
import { plural } from '../../gates/outcome.ts';
import { parseKey } from '../../registry/keys.ts';
import { git } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { registryPlace } from '../opening/registry-place.ts';
import type { Revision } from '../opening/revision.ts';

/** So many records are named. */
const named = 3;

/** A record of a registry that the branch began with, and does not have any more as it was. */
export interface LostRecord {
  /** From the folder of the repository. */
  path: string;
  /** Of what stands there now; null where nothing does. */
  digest: string | null;
}

type Place = Pick<Revision, 'top' | 'commit' | 'project' | 'place'>;

/**
 * A registry only grows. What the branch has not got because it is behind was never in it; what was there when it left the
 * protected branch, and is gone or another now, was taken out by the change. Nothing for a registry that git does not carry.
 *
 * @throws InputError where git can't compare: no answer would be as good as nothing lost.
 */
export async function lostRecords(project: Project, revision: Place): Promise<LostRecord[]> {
  const { top, commit } = revision;
  const folders = registryFolders(project, revision);
  if (folders.length === 0) return [];
  const bases = (await git(top, 'merge-base', '--all', 'HEAD', commit)).split('\n').filter(Boolean);
  const lost = new Set<string>();
  for (const base of bases.length === 0 ? [commit] : bases) {
    for (const path of await pathsChanged(top, base, folders)) lost.add(path);
  }
  return Promise.all(
    [...lost].sort().map(async (path) => ({ path, digest: await digestIn(join(top, path)) })),
  );
}

/** One change for all of them, whichever prompts they are of: evidence is shared. */
export function recordChanges(lost: readonly LostRecord[], from: string): PolicyChange[] {
  if (lost.length === 0) return [];
  const shown = lost.slice(0, named).map(({ path }) => excerpt(path, 200));
  const more = lost.length > named ? ` and ${lost.length - named} more` : '';
  const text = `${plural(lost.length, 'record')} of the registry that this branch had ${lost.length === 1 ? 'is' : 'are'} gone or rewritten: ${shown.join(', ')}${more}. A registry only grows; to have them back: git checkout ${from} -- <path>`;
  return [{ kind: 'setting-looser', names: ['registry'], text, isLooser: true, digest: digestOf(lost) }];
}

/** Of here and of there, from the folder of the repository, through links too; of one on a branch of a remote too, which may be this one. */
function registryFolders(project: Project, { top, project: then, place }: Place): string[] {
  const sides: [Project | null, string][] = [
    [project, top],
    [then, place.tree],
  ];
  const folders = sides.flatMap(([side, folder]) => {
    if (side === null) return [];
    const { root } = side.config;
    const { kind, address } = registryPlace({ ...side.config, root: realPath(root) ?? root });
    const whole = realPath(folder) ?? folder;
    if (kind === 'postgres') return [];
    const folders = [address, realPath(address) ?? address].filter((path) => isInside(whole, path));
    return folders.map((path) => relative(whole, path));
  });
  return [...new Set(folders.map((folder) => folder.replaceAll('\\', '/')))];
}

/** Records that were there and are not, or are other, in the working tree; by git's own eyes, so line ends don't matter. */
async function pathsChanged(top: string, base: string, folders: readonly string[]): Promise<string[]> {
  const compared = ['diff', '--name-only', '--no-renames', '--no-ext-diff', '--diff-filter=a', '-z', base];
  const paths = folders.map((folder) => `:(top,literal)${folder}`);
  const { stdout } = await promisify(execFile)('git', [...compared, '--', ...paths], {
    cwd: top,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => {
    const why = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new InputError({
      message: `git can't compare the registry with ${base}: ${excerpt(why.trim(), 300)}`,
    });
  });
  return stdout.split('\0').filter((path) => folders.some((folder) => isRecord(folder, path)));
}

function isRecord(folder: string, path: string): boolean {
  const below = folder === '' ? path : path.slice(folder.length + 1);
  return path !== '' && parseKey(below) !== undefined;
}

async function digestIn(file: string): Promise<string | null> {
  return readFile(file).then(digestBytes, () => null);
}
