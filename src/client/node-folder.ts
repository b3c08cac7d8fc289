import { mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCode } from '../core/error-code.ts';
import type { Folder } from './storage.ts';

export function createNodeFolder(root: string | URL): Folder {
  const folder = root instanceof URL || root.startsWith('file:') ? fileURLToPath(root) : root;

  async function read(path: string): Promise<string | undefined> {
    try {
      return await readFile(join(folder, path), 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async function write(path: string, text: string): Promise<void> {
    const file = join(folder, path);
    const temporary = `${file}.${crypto.randomUUID()}.tmp`;
    await mkdir(dirname(file), { recursive: true });
    try {
      await writeFile(temporary, text, { flag: 'wx' });
      await rename(temporary, file);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
  }

  return { read, write };
}
