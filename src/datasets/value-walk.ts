/** Characters and values that a document may come to besides twice what it is long: aliases repeat what they name. */
const roomForAliases = 10_000_000;

/** Values inside of values. Honest cases have a handful; a value that holds itself has no end. */
const deepest = 200;

/**
 * Looks through the values of a document for what JSON can't hold. Datasets come from strangers, and a few lines of YAML can
 * stand for gigabytes: the walk ends where all of it comes to more than any honest file does.
 */
export class ValueWalk {
  #left: number;

  /** @param length characters of the document */
  constructor(length: number) {
    this.#left = 2 * length + roomForAliases;
  }

  /** No more can be looked at: what was found last holds of the whole document. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  mistakeIn(value: unknown, depth = 0): string | undefined {
    this.#left -= 1;
    if (this.isSpent)
      return 'grows to more than ten million characters by its aliases (*name), which repeat each other';
    if (typeof value === 'string') this.#left -= value.length;
    // YAML knows NaN and infinity.
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return `holds ${value}, which is no number that JSON has`;
    }
    if (typeof value !== 'object' || value === null) return undefined;
    if (depth === deepest) return `is more than ${deepest} levels deep, or holds itself by an alias (*name)`;
    for (const member of Object.values(value)) {
      const mistake = this.mistakeIn(member, depth + 1);
      if (mistake !== undefined) return mistake;
    }
    return undefined;
  }
}
