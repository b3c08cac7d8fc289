import { statSync } from 'node:fs';
import { InputError } from '../core/errors.ts';

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Goes to the folder of --cwd, as `git -C` does: every path that is read or shown is then relative to it.
 *
 * @throws InputError where it is no folder.
 */
export function enterFolder(folder: string): void {
  if (!isFolder(folder)) {
    throw new InputError({ field: '--cwd', message: `there is no folder ${folder}` });
  }
  process.chdir(folder);
}
