import { link, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';
import type { Store } from '../../core/registry.ts';
import { checkKey } from '../keys.ts';
import { makeFolder, syncFolder, writeDurably } from './durable.ts';
import { listFiles } from './list-files.ts';
import { readRecord } from './read-record.ts';
import { prepareTemporaryFolder, temporaryFile } from './temporary-files.ts';

/**
 * A registry in a folder, which need not exist yet. A record is written to a temporary file, flushed, and then
 * linked under its name: `link(2)` fails if the name is taken, and nobody ever sees half a record.
 */
export function createFileStore(root: string): Store {
  const folder = resolve(root);
  const made = new Set<string>();
  let prepared: Promise<void> | undefined;

  async function putIfAbsent(key: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    checkKey(key);
    try {
      return await attempt(key, bytes);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw explain(error, folder);
    }
    // Somebody removed a folder or swept our temporary file under our hands: once more from the start.
    made.clear();
    prepared = undefined;
    return await attempt(key, bytes).catch((error) => Promise.reject(explain(error, folder)));
  }

  async function attempt(key: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    const target = join(folder, key);
    prepared ??= prepareRoot(folder).then(() => prepareTemporaryFolder(folder));
    await prepared;
    if (!made.has(dirname(target))) await makeFolder(folder, dirname(target));
    made.add(dirname(target));
    const outcome = (await exists(target)) ? 'exists' : await linkNew(folder, target, bytes);
    // A folder or a dangling link takes a name as well as a record does, and nobody wrote that one.
    if (outcome === 'exists' && !(await isFile(target))) await readRecord(folder, key);
    // Also where it exists: whoever is told so may build on a record that its writer has not flushed yet.
    await syncFolder(dirname(target));
    return outcome;
  }

  async function get(key: string): Promise<Uint8Array | undefined> {
    checkKey(key);
    try {
      return await readRecord(folder, key);
    } catch (error) {
      throw explain(error, folder);
    }
  }

  return { putIfAbsent, get, list: (prefix) => listFiles(folder, '', prefix) };
}

async function linkNew(root: string, target: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
  const temporary = temporaryFile(root);
  try {
    await writeDurably(temporary, bytes);
    await link(temporary, target);
    return 'created';
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return 'exists';
    throw error;
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** Hashes are over bytes, so git must not change line ends in a registry that it carries. */
async function prepareRoot(root: string): Promise<void> {
  if (await exists(root)) return;
  await makeFolder(root, root);
  await writeFile(join(root, '.gitattributes'), '* -text\n');
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    // A link to itself.
    if (errorCode(error) === 'ELOOP') return true;
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (about) => about.isFile(),
    () => false,
  );
}

const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK']);

/** The file system's own error, as one that tells the user what to do. */
function explain(error: unknown, root: string): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  const links = noLinks.has(code) && error instanceof Error && 'syscall' in error && error.syscall === 'link';
  const reason = links ? 'its file system has no hard links' : `the file system says ${code}`;
  const hint = links
    ? 'A registry needs them for safe moves; put it on another drive'
    : 'Check that the folder may be read and written and that the drive is not full';
  return new InputError({ file: root, message: `the registry can't be used: ${reason}`, hint });
}
