import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { isJsonObject } from '../../core/json.ts';
import { writeWhole } from '../opening/write-whole.ts';
import type { AskedFor } from './asked-for.ts';
import type { RunTerms } from './run-terms.ts';

/** `start.json`: what a run set out to do. It stands in the run's folder before the first call. */
export interface RunStart {
  formatVersion: 1;
  /** ISO 8601 UTC. */
  startedAt: string;
  asked: AskedFor;
  terms: RunTerms;
}

const name = 'start.json';

export async function writeStart(folder: string, start: RunStart): Promise<void> {
  await writeWhole(join(folder, name), `${JSON.stringify(start, null, 2)}\n`);
}

/** null where there is none, or one that this version can't read. */
export async function readStart(folder: string): Promise<RunStart | null> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isStart(value) ? value : null;
  } catch {
    return null;
  }
}

/** What a folder has instead, where `readStart` gives null. */
export async function insteadOfStart(folder: string): Promise<string> {
  try {
    const text = await readFile(join(folder, name), 'utf8');
    return text.trim() === '' ? `an empty ${name}` : `a ${name} that this version can't read`;
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? `no ${name}` : `a ${name} that can't be opened`;
  }
}

function isStart(value: unknown): value is RunStart {
  return (
    isJsonObject(value) &&
    value.formatVersion === 1 &&
    typeof value.startedAt === 'string' &&
    Number.isFinite(Date.parse(value.startedAt)) &&
    isJsonObject(value.asked) &&
    typeof value.asked.alias === 'string' &&
    isLimit(value.asked.maxCost) &&
    isLimit(value.asked.concurrency) &&
    isJsonObject(value.terms)
  );
}

/** What is no number would be no limit. */
function isLimit(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && value > 0);
}
