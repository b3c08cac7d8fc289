import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PromptevalError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { isMeasured } from '../../core/trial-line.ts';
import type { KeptAnswer } from '../../runner/answer-cache.ts';

/** `.prompteval/cache` of a project: one file an answer, named by what was asked. */
export function answerFolder(root: string): string {
  return join(root, '.prompteval', 'cache');
}

/**
 * The answer of that key; null where there is none that can be read. A torn file is none. Read at once, because that takes
 * a sixth of what waiting for so small a file does.
 */
export function readAnswer(folder: string, key: string): KeptAnswer | null {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(folder, key), 'utf8'));
    return isAnswer(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * Keeps an answer. It is written beside and renamed: a reader sees a whole one or none, and of two runs that ask the same
 * the last one's answer stays. Written at once, as answers are read.
 *
 * @throws PromptevalError where it can't be written.
 */
export function writeAnswer(folder: string, key: string, answer: KeptAnswer): void {
  const file = fileOf(folder, key);
  const temporary = `${file}.${randomBytes(6).toString('hex')}${temporaryEnding}`;
  try {
    try {
      writeFileSync(temporary, text(answer));
    } catch (error) {
      if (!isAbsent(error)) throw error;
      makeFolders(folder, dirname(file));
      writeFileSync(temporary, text(answer));
    }
    renameSync(temporary, file);
  } catch (error) {
    removeIfThere(temporary);
    const why = error instanceof Error ? error.message : String(error);
    throw new PromptevalError(
      `Could not keep an answer in the cache: ${why}. Make room, or run with --cache off`,
      2,
    );
  }
}

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What went wrong before is what is told.
  }
}

export const temporaryEnding = '.tmp';

function fileOf(folder: string, key: string): string {
  return join(folder, key.slice(0, 2), `${key.slice(2)}.json`);
}

function text(answer: KeptAnswer): string {
  return `${JSON.stringify({ formatVersion: 1, ...answer })}\n`;
}

/** Answers may hold what users wrote; they are no part of a repository. */
function makeFolders(folder: string, below: string): void {
  mkdirSync(below, { recursive: true });
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Anyone can write these files. */
function isAnswer(value: unknown): value is KeptAnswer {
  return (
    isJsonObject(value) &&
    value.formatVersion === 1 &&
    typeof value.askedAt === 'string' &&
    Array.isArray(value.dropped) &&
    isJsonObject(value.reply) &&
    typeof value.reply.text === 'string' &&
    typeof value.reply.finishReason === 'string' &&
    isMeasured({ ...value.reply, costUsd: null, dropped: value.dropped })
  );
}
