import { lstatSync } from 'node:fs';
import { errorCode } from '../core/error-code.ts';
import { InputError } from '../core/errors.ts';
import { readTextFile } from '../core/read-file.ts';
import { isTypesFile } from './types-file.ts';
import { writeFileAtomically } from './write-file.ts';

/**
 * Writes the types into a new file or over older ones; false where they are there already.
 *
 * @param shown the file's name in messages
 * @throws InputError where the file is somebody else's.
 */
export async function writeTypesFile(file: string, shown: string, text: string): Promise<boolean> {
  const before = await readTextFile(file).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  // A link that leads nowhere stands for a file that may be elsewhere, as git-annex keeps datasets.
  const isFree = before === null && lstatSync(file, { throwIfNoEntry: false }) === undefined;
  if (!isFree && !isTypesFile(before ?? '')) {
    throw new InputError({
      file: shown,
      message: 'is there already and was not written by prompteval types, so nothing was overwritten',
      expected: 'a new file, or one that prompteval types wrote',
      hint: 'Name another file, such as src/prompts.d.ts, or delete this one',
    });
  }
  return writeFileAtomically(file, new TextEncoder().encode(text));
}
