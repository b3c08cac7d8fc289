import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Place } from '../../core/place.ts';

/** Up to here a file is read at once: to ask the system for each line takes longer than all else that a line needs. */
const smallBytes = 16 * 1024 * 1024;

/** The lines of a file by their places, in any order; none of a file that can't be opened. */
export class PlacedLines {
  readonly #file: number | undefined;
  readonly #whole: Buffer | undefined;

  constructor(path: string) {
    this.#file = tryOpen(path);
    if (this.#file === undefined) return;
    if (fstatSync(this.#file).size <= smallBytes) this.#whole = readFileSync(this.#file);
  }

  at(place: Place | undefined): string | undefined {
    return place && this.#file !== undefined ? this.#textAt(this.#file, place) : undefined;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  /** Not to be awaited: the lines were read a moment ago, and waiting for each takes longer than reading it again. */
  #textAt(file: number, { start, length }: Place): string {
    if (this.#whole) return this.#whole.toString('utf8', start, start + length);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, start);
    return buffer.toString('utf8');
  }
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}
