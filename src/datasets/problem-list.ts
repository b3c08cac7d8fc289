import type { Problem } from '../core/problem.ts';

/** So many lines that are wrong in one way say no more than this. */
const mostShown = 50;
/** Those that are found first need not stand first in the file. */
const mostKept = 1000;

/** Problems of which a million may come: those of one file, or of no file in particular. */
export class ProblemList {
  readonly #file: { file?: string };
  readonly #kept: Problem[] = [];
  #count = 0;

  constructor(file?: string) {
    this.#file = file === undefined ? {} : { file };
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  add(problem: Problem): void {
    this.#count++;
    if (this.#kept.length < mostKept) this.#kept.push({ ...this.#file, ...problem });
  }

  /** The first of them, by line where they are of one file, and how many more there are. */
  shown(): Problem[] {
    const isOfOne = this.#file.file !== undefined;
    const kept = isOfOne ? this.#kept.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) : this.#kept;
    const first = kept.slice(0, mostShown);
    const rest = this.#count - first.length;
    if (rest === 0) return first;
    const line = isOfOne ? kept[first.length]?.line : undefined;
    const more = { message: `and ${rest} more problems`, more: rest, rest: kept.slice(first.length) };
    return [...first, { ...this.#file, ...(line !== undefined && { line }), ...more }];
  }
}
