import { stat } from 'node:fs/promises';
import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';
import type { Standing } from '../../core/registry.ts';

/**
 * To a command, a registry that is not there is one in which nothing was released yet. A server can't tell that from a volume
 * that is not mounted, and must not say of it that a prompt does not exist.
 *
 * @throws InputError where there is no folder.
 */
export async function requireFolder(root: string): Promise<Standing> {
  const found = await stat(root).catch((error) => errorCode(error) ?? String(error));
  if (typeof found !== 'string' && found.isDirectory()) return { ageMs: 0, isCurrent: true };
  const reason = typeof found === 'string' ? `the file system says ${found}` : 'this is no folder';
  throw new InputError({
    file: root,
    message: `there is no registry here: ${reason}`,
    hint: 'The first release makes it; where there was one, see whether its volume is mounted',
  });
}
