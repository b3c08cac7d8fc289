import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { PromptevalError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { isMeasured } from '../../core/trial-line.ts';
import type { KeptAnswer } from '../../runner/answer-cache.ts';

/** `.prompteval/cache` of a project: one file an answer, named by what was asked. */
export function answerFolder(root: string): string {
  return join(root, '.prompteval', 'cache');
}

/**
 * The answer of that key; null where there is none that can be read. A torn file is none, and neither is what is no file.
 * Read at once, because that takes a sixth of what waiting for so small a file does.
 */
export function readAnswer(folder: string, key: string): KeptAnswer | null {
  try {
    const value: unknown = JSON.parse(readFile(answerFile(folder, key)));
    return isAnswer(value) ? value : null;
  } catch {
    return null;
  }
}

/** Opening a pipe, or reading from one, may wait for good, and nothing could interrupt that. */
function readFile(file: string): string {
  const open = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(open).isFile()) throw new Error('no file');
    return readFileSync(open, 'utf8');
  } finally {
    closeSync(open);
  }
}

/** An answer that is not kept. It concerns all of them where the disk is full, and a single place where it is not. */
export class UnkeptAnswer extends PromptevalError {
  readonly isDiskFull: boolean;

  constructor(what: string, error: unknown) {
    const code = errorCode(error) ?? '';
    const isDiskFull = code === 'ENOSPC' || code === 'EDQUOT';
    const why = reasons[code] ?? (error instanceof Error ? error.message : String(error));
    super(`${what}: ${why}. ${isDiskFull ? 'Make room' : 'Mend that'}, or run with --cache off`, 2);
    this.isDiskFull = isDiskFull;
  }
}

const reasons: Record<string, string> = {
  EISDIR: 'a folder is in the place of a file (EISDIR)',
  ENOTEMPTY: 'a folder is in the place of a file (ENOTEMPTY)',
  EEXIST: 'a file is in the place of a folder (EEXIST)',
  ENOTDIR: 'a file is in the place of a folder (ENOTDIR)',
  EROFS: 'the file system is read-only (EROFS)',
  EACCES: 'permission denied (EACCES)',
  EPERM: 'permission denied (EPERM)',
  ENOSPC: 'no space is left on the disk (ENOSPC)',
  EDQUOT: 'your share of the disk is used up (EDQUOT)',
};

/**
 * Keeps an answer. It is written beside and renamed: a reader sees a whole one or none, and of two runs that ask the same
 * the last one's answer stays. Written at once, as answers are read.
 *
 * @throws UnkeptAnswer where it can't be written.
 */
export function writeAnswer(folder: string, key: string, answer: KeptAnswer): void {
  const file = answerFile(folder, key);
  const temporary = temporaryBeside(file);
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
    throw new UnkeptAnswer(`Could not keep an answer in the cache as ${shown(folder, file)}`, error);
  }
}

/** Before a call is paid for. @throws UnkeptAnswer where no answer can be kept. */
export function requireWritable(folder: string): void {
  const temporary = temporaryBeside(join(folder, 'probe'));
  try {
    makeFolders(folder, folder);
    writeFileSync(temporary, '');
    removeIfThere(temporary);
  } catch (error) {
    removeIfThere(temporary);
    throw new UnkeptAnswer(`Could not write into the cache, ${shown(folder, folder)}`, error);
  }
}

/** As seen from the project. */
function shown(folder: string, file: string): string {
  return relative(dirname(dirname(folder)), file);
}

function temporaryBeside(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}${temporaryEnding}`;
}

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What went wrong before is what is told.
  }
}

export const temporaryEnding = '.tmp';

/** Where the answer of a key is. */
export function answerFile(folder: string, key: string): string {
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
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
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
