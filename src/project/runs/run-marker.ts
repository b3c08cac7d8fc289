import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { isOtherProcess, startOf } from '../../core/other-process.ts';

/** `running.json` stands in a run's folder while a process works on it, and after one that was killed. */
const name = 'running.json';

/**
 * Says that this process works on the run. What a killed process left is replaced.
 *
 * @throws InputError where another process is at it: two would ask, and pay for, the same.
 */
export async function markRunning(folder: string, id: string): Promise<void> {
  const file = join(folder, name);
  const mark = `${JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) })}\n`;
  await requireNobody(folder, id);
  await rm(file, { force: true });
  await writeFile(file, mark, { flag: 'wx' }).catch(async (error: unknown) => {
    await requireNobody(folder, id);
    throw error;
  });
}

/** Takes the mark of this process away, and no other. */
export async function unmarkRunning(folder: string): Promise<void> {
  if (await holdsMark(folder)) await rm(join(folder, name), { force: true });
}

/** Whether it is this process that works on the run. */
export async function holdsMark(folder: string): Promise<boolean> {
  const mark = await readMark(folder);
  return isJsonObject(mark) && mark.pid === process.pid && mark.host === hostname();
}

/** Whether there is such a mark, alive or left over. */
export async function isMarked(folder: string): Promise<boolean> {
  return (await readMark(folder)) !== null;
}

async function requireNobody(folder: string, id: string): Promise<void> {
  const mark = await readMark(folder);
  if (mark === null || !isJsonObject(mark) || !isAlive(mark)) return;
  throw new InputError({
    message: `run ${id} is still going on, in process ${String(mark.pid)}`,
    hint: `Wait for its end. Where that process is something else, delete ${join(folder, name)}`,
  });
}

/** Of a process on another machine nobody can tell; its run is taken for one that ended. */
function isAlive({ pid, host, started }: Partial<Record<string, unknown>>): boolean {
  if (host !== hostname() || !Number.isSafeInteger(pid)) return false;
  return isOtherProcess(Number(pid), typeof started === 'string' ? started : null);
}

async function readMark(folder: string): Promise<unknown> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
