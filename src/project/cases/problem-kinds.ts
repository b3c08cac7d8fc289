import type { Problem } from '../../core/problem.ts';

/** Of a kind; more of them say nothing new. */
const mostShown = 5;
/** What strangers write can differ in every case. */
const mostKinds = 50;

interface Kind {
  first: Problem[];
  /** The first that is not listed. */
  next: Problem | undefined;
  count: number;
}

/** Problems of which every case may have one: the first of each kind are listed, so that no kind hides behind another. */
export class ProblemKinds {
  readonly #kinds = new Map<string, Kind>();
  readonly #others: Kind = { first: [], next: undefined, count: 0 };

  /** @param words what is wrong, without what is this case's own; numbers and quoted texts make no difference */
  add(words: string, problem: Problem): void {
    const name = words.replace(/"[^"]*"|\d[\d.,]*/g, '#');
    const kind = this.#kinds.get(name) ?? this.#begin(name);
    kind.count++;
    if (kind.first.length < mostShown) kind.first.push(problem);
    else kind.next ??= problem;
  }

  #begin(name: string): Kind {
    if (this.#kinds.size === mostKinds) return this.#others;
    const kind: Kind = { first: [], next: undefined, count: 0 };
    this.#kinds.set(name, kind);
    return kind;
  }

  /** Kind by kind, in the order of their first. */
  shown(): Problem[] {
    return [...this.#kinds.values(), this.#others].flatMap(({ first, next, count }) =>
      next === undefined ? first : [...first, moreLikeThese(next, count - first.length)],
    );
  }
}

/** For those that are not listed, at the place of the first of them. */
function moreLikeThese({ file, line }: Problem, more: number): Problem {
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    message: `and ${more} more like these`,
    more,
  };
}
