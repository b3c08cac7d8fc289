import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { InputError } from '../../core/errors.ts';
import type { Place } from '../../core/place.ts';

/** Up to here a file is read at once: to ask the system for each line takes longer than all else that a line needs. */
const smallBytes = 16 * 1024 * 1024;

interface Opened {
  descriptor: number;
  /** Of a small file. */
  whole: Buffer | undefined;
}

/** The lines of a JSON Lines file by their places, in any order; none of a file that can't be opened. */
export class PlacedLines {
  readonly #path: string;
  /** Opened when a line is asked for; null where it can't be. */
  #file: Opened | null | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws InputError where it is no object any more: the file was written to after its places were taken. */
  at(place: Place | undefined): string | undefined {
    if (this.#file === undefined) this.#file = tryOpen(this.#path);
    if (place === undefined || this.#file === null) return undefined;
    const line = textAt(this.#file, place).trim();
    if (line.startsWith('{') && line.endsWith('}')) return line;
    throw new InputError({
      file: this.#path,
      message: 'was changed while the report was made',
      hint: 'Make it again with prompteval report, once nothing writes to it',
    });
  }

  close(): void {
    if (this.#file) closeSync(this.#file.descriptor);
    this.#file = null;
  }
}

/** Not to be awaited: the lines were read a moment ago, and waiting for each takes longer than reading it again. */
function textAt({ descriptor, whole }: Opened, { start, length }: Place): string {
  if (whole) return whole.toString('utf8', start, start + length);
  const buffer = Buffer.alloc(length);
  readSync(descriptor, buffer, 0, length, start);
  return buffer.toString('utf8');
}

function tryOpen(path: string): Opened | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return null;
  }
  const whole = fstatSync(descriptor).size <= smallBytes ? readFileSync(descriptor) : undefined;
  return { descriptor, whole };
}
