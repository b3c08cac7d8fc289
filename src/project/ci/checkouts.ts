import { join, relative } from 'node:path';
import { Checkout } from '../../config/code/checkout.ts';
import { isInside, realPath } from '../../config/code/paths.ts';
import { InputError } from '../../core/errors.ts';
import { git } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import type { Revision } from '../opening/revision.ts';
import { recordFolders } from '../plans/record-paths.ts';

type Place = Pick<Revision, 'top' | 'commit' | 'place'>;

/** What code can be compared with in the working tree: what is committed there, or could be. */
export function checkoutNow(project: Project, { top }: Place): Promise<Checkout> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  return checkout(project, top, top, process.cwd(), args);
}

/** @param then the project as it is at the revision */
export function checkoutThen(then: Project, { top, commit, place }: Place): Promise<Checkout> {
  return checkout(then, top, place.tree, place.workplace, ['ls-tree', '-r', '--name-only', '-z', commit]);
}

async function checkout(
  { config }: Project,
  top: string,
  folder: string,
  workplace: string,
  args: readonly string[],
): Promise<Checkout> {
  const listed = await git(top, ...args);
  // Nothing would be all the same on both sides.
  if (listed === '') throw new InputError({ message: `git can't list the files of ${top}` });
  // What runs and releases write is no code, and moves of the registry are compared as such. It stands in folders: a file
  // in the place of one, such as .env, is none of it.
  const root = realPath(config.root) ?? config.root;
  const records = recordFolders(config)
    .map((path) => join(root, path))
    .filter((path) => !isInside(path, root));
  const files = listed
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => join(folder, path))
    .filter((path) => !records.some((record) => path !== record && isInside(record, path)));
  return new Checkout(folder, [root, workplace], files);
}

/** Files that the config names and that are compared in their own right. */
export function dataOf({ config }: Project): string[] {
  return [...config.prompts.values()].flatMap(({ file, datasets }) => [file, ...datasets]);
}

/** As people know a file: from the folder of the repository. */
export function pathIn({ top }: Checkout, file: string): string {
  return relative(top, file).replaceAll('\\', '/');
}
