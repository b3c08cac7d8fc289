import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Far longer than any write takes; a writer that was asleep for longer starts its write again. */
const staleAfterMs = 3_600_000;
const temporaryName = /^\d+-[0-9a-f]{16}\.tmp$/;

export function temporaryFolder(root: string): string {
  return join(root, '.tmp');
}

export function temporaryFile(root: string): string {
  return join(temporaryFolder(root), `${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
}

/** Makes the folder for unfinished files, inside the registry because a link can't leave its file system. */
export async function prepareTemporaryFolder(root: string): Promise<void> {
  const folder = temporaryFolder(root);
  await mkdir(folder, { recursive: true });
  // A registry may be committed; what a killed process left behind must not be.
  await writeFile(join(folder, '.gitignore'), '*\n');
  await sweep(folder, Date.now());
}

/** Removes what killed processes left behind. Failing to is no reason to refuse a write. */
async function sweep(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!temporaryName.test(name)) continue;
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > staleAfterMs) await unlink(file).catch(() => undefined);
  }
}
