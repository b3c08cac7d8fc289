import { randomBytes } from 'node:crypto';
import { createWriteStream, openSync, type WriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isOtherProcess } from '../core/other-process.ts';

/** Tells this process from one that had its number before, as happens in containers. */
const session = randomBytes(4).toString('hex');
let count = 0;

/** Where what becomes `path` stands until it is whole. The name says which process writes it. */
export function temporaryPath(path: string, ending: 'tmp' | 'blocks'): string {
  count++;
  return `${path}.${process.pid}-${session}-${count}.${ending}`;
}

/** Older versions named no process. */
const temporary =
  /^(?:index\.html|summary\.md|junit\.xml|trials\.jsonl)\.(?:(\d+)-([0-9a-f]{8})-\d+|[0-9a-f]{8})\.(?:blocks|tmp|tmp\.blocks)$/;

/**
 * Takes away what processes that were killed left in a run's folder: of its reports, and of its trials where it went on. Those of
 * another machine count as ended.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter(isLeftOver);
  for (const name of left) await rm(join(folder, name), { force: true });
}

function isLeftOver(name: string): boolean {
  const [isTemporary, pid, writer] = temporary.exec(name) ?? [];
  if (!isTemporary || writer === session) return false;
  return pid === undefined || !isOtherProcess(Number(pid));
}

/**
 * Writes a file anew. It is open at once: a stream that opens it by itself may do so after a failure was told, when whoever was told
 * has removed the file already.
 */
export function fileStream(path: string): WriteStream {
  return createWriteStream(path, { fd: openSync(path, 'w') });
}
