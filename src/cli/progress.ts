import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { InputError } from '../core/errors.ts';
import { logText } from '../core/log-line.ts';
import type { ProgressSink } from '../core/progress.ts';
import { printable } from '../core/text.ts';
import { createEventWriter } from '../progress/events.ts';
import { createLineProgress } from '../progress/lines.ts';
import { createLogProgress } from '../progress/log.ts';
import { severalSinks } from '../progress/several.ts';
import { createSilentProgress } from '../progress/silent.ts';
import { createTerminalProgress } from '../progress/terminal.ts';
import type { GlobalOptions } from './output.ts';
import { openTracing } from './tracing.ts';
import { asTyped } from './typed-options.ts';

/** The options of whatever calls models, about what is told of it meanwhile. */
export interface ProgressFlags extends GlobalOptions {
  /** A file. */
  events?: string;
}

/**
 * What a run is shown, logged, written down and traced with.
 *
 * @throws InputError where the file of --events can't be written.
 */
export async function createProgress(flags: ProgressFlags): Promise<ProgressSink> {
  const sinks = [display(flags)];
  if (flags.events !== undefined) sinks.push(openEvents(flags.events));
  const tracing = await openTracing(process.env, warn);
  if (tracing !== null) sinks.push(tracing);
  return severalSinks(sinks);
}

/** A live block on a terminal, a line every ten seconds elsewhere; of another level than `info`, lines of a log. */
function display({ quiet, logLevel = quiet ? 'error' : 'info' }: ProgressFlags): ProgressSink {
  if (logLevel === 'error') return createSilentProgress();
  if (logLevel !== 'info') return createLogProgress(process.stderr, logLevel);
  const live = process.stderr.isTTY && !process.env.CI && process.env.TERM !== 'dumb';
  return live ? createTerminalProgress(process.stderr) : createLineProgress(process.stderr);
}

function openEvents(path: string): ProgressSink {
  const file = openForAppending(path);
  let isBroken = false;
  let before = isTorn(path) ? '\n' : '';
  const write = (lines: string) => {
    if (isBroken) return;
    try {
      writeWhole(file, Buffer.from(before + lines));
      before = '';
    } catch (error) {
      // What was asked for is the run; it goes on.
      isBroken = true;
      warn(`${path} gets no more events: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return createEventWriter(write, () => closeSync(file));
}

function openForAppending(path: string): number {
  if (path === '-') {
    throw new InputError({
      field: '--events',
      message: 'takes a file: standard output is for the result',
      hint: '--events /dev/stderr, where the system has it',
    });
  }
  try {
    return openSync(path, 'a');
  } catch (error) {
    const message = `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputError({ field: '--events', message });
  }
}

/** Whether it ends amid a line, as a file does whose disk was full. Of one that can't be read it isn't known. */
function isTorn(path: string): boolean {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size > 0 && byteAt(path, stats.size - 1) !== '\n';
  } catch {
    return false;
  }
}

function byteAt(path: string, position: number): string {
  const file = openSync(path, 'r');
  try {
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, position);
    return byte.toString();
  } finally {
    closeSync(file);
  }
}

/** One write, where the system takes all of it at once. */
function writeWhole(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

function warn(text: string): void {
  process.stderr.write(`${logText(printable(asTyped(`⚠ ${text}`)))}\n`);
}
