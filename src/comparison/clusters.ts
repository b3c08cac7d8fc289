import { clusterOf } from '../core/cluster.ts';

/** Cases in clusters, numbered in the order in which these first appear. */
export interface Numbered {
  count: number;
  /** By the place of a case in its list. */
  ofCases: readonly number[];
}

/** Which cases are counted together. */
export class Clusters {
  /** The field that names each case's cluster. */
  readonly field: string;
  /** By the index of a case; null where it has none. */
  readonly #names: readonly (string | null)[];
  /** By list of cases: every gate and metric asks about the same few lists. */
  readonly #numbered = new WeakMap<readonly number[], Numbered>();

  constructor(cases: readonly Parameters<typeof clusterOf>[0][], field: string) {
    this.field = field;
    this.#names = cases.map((observed) => clusterOf(observed, field));
  }

  has(index: number): boolean {
    return typeof this.#names[index] === 'string';
  }

  numbered(cases: readonly number[]): Numbered {
    const known = this.#numbered.get(cases);
    if (known) return known;
    const numbers = new Map<string | null | undefined, number>();
    const ofCases = cases.map((index) => {
      const name = this.#names[index];
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return number;
    });
    const numbered = { count: numbers.size, ofCases };
    this.#numbered.set(cases, numbered);
    return numbered;
  }
}
