import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';
import { temporaryFolder } from './temporary-files.ts';

/**
 * Whether records could be written into these folders of a registry, which need not exist yet; writes nothing.
 *
 * @throws InputError that names the first one where they couldn't.
 */
export async function requireWritable(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of [temporaryFolder(root), ...folders.map((name) => join(root, name))]) {
    const code = await writeObstacle(folder);
    if (code === undefined) continue;
    throw new InputError({
      file: folder,
      message: `the registry can't be written: the file system says ${code}`,
      hint: 'A release needs that. Check whose the folder is, and that the drive may be written',
    });
  }
}

/** Why nothing could be written into a folder, or into the one in which it would be made: the file system's word; undefined where it could. */
export async function writeObstacle(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    return code === 'ENOENT' && dirname(folder) !== folder ? writeObstacle(dirname(folder)) : code;
  }
}
