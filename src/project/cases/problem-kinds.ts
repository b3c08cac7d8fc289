import type { Problem } from '../../core/problem.ts';

/** Of a kind; more of them say nothing new. */
const mostShown = 5;
/** What strangers write can differ in every case. */
const mostKinds = 50;

/** Of those that are not listed. */
const mostKept = 1000;

interface Kind {
  first: Problem[];
  rest: Problem[];
  count: number;
}

/** Problems of which every case may have one: the first of each kind are listed, so that no kind hides behind another. */
export class ProblemKinds {
  readonly #kinds = new Map<string, Kind>();
  readonly #others: Kind = { first: [], rest: [], count: 0 };

  /**
   * @param words what is wrong, without what is this case's own; numbers and quoted texts make no difference
   * @param isStandIn the case was there before, and stands for another one: it is counted only
   */
  add(words: string, problem: Problem, isStandIn = false): void {
    const name = words.replace(/"[^"]*"|\d[\d.,]*/g, '#');
    const kind = this.#kinds.get(name) ?? this.#begin(name);
    kind.count++;
    if (isStandIn) return;
    if (kind.first.length < mostShown) kind.first.push(problem);
    else if (kind.rest.length < mostKept) kind.rest.push(problem);
  }

  #begin(name: string): Kind {
    if (this.#kinds.size === mostKinds) return this.#others;
    const kind: Kind = { first: [], rest: [], count: 0 };
    this.#kinds.set(name, kind);
    return kind;
  }

  /** Kind by kind, in the order of their first. */
  shown(): Problem[] {
    return [...this.#kinds.values(), this.#others].flatMap(({ first, rest, count }) =>
      count === first.length ? first : [...first, moreLikeThese(rest, count - first.length)],
    );
  }
}

/** For those that are not listed, at the place of the first of them. */
function moreLikeThese(rest: Problem[], more: number): Problem {
  const [{ file, line } = {}] = rest;
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    message: `and ${more} more like these`,
    more,
    rest,
  };
}
