import { createHash, hash } from 'node:crypto';
import type { Case } from '../../core/case.ts';
import { canonicalJson } from '../../core/digest.ts';
import { Uint32List } from '../../core/uint32-list.ts';

/** Of a SHA-256 digest. */
const words = 8;

/**
 * The digest of a set of cases, whatever their order, taken case by case; it holds 32 bytes of each. It is over what is asked and
 * what is expected: see `digestOfCases`.
 */
export class CaseDigests {
  readonly #asked: readonly string[];
  readonly #digests = new Uint32List();
  /** Sorted, once all are there. */
  #places = new Uint32Array();

  /** @param asked the variables that count */
  constructor(asked: readonly string[]) {
    this.#asked = asked;
  }

  get count(): number {
    return this.#digests.length / words;
  }

  add(item: Case): void {
    const digest = hash('sha256', askedContent(item, this.#asked), 'buffer');
    for (let word = 0; word < words; word++) this.#digests.push(digest.readUInt32BE(word * 4));
  }

  /** Over the canonical JSON of the sorted list of the cases' digests. */
  value(): string {
    const list = createHash('sha256');
    let separator = '[';
    for (const place of this.#sorted()) {
      list.update(`${separator}"sha256:${this.#digits(place)}"`);
      separator = ',';
    }
    list.update(separator === '[' ? '[]' : ']');
    return `sha256:${list.digest('hex')}`;
  }

  /** How many cases ask and expect what another one before them does. */
  repeated(): number {
    const places = this.#sorted();
    let count = 0;
    for (let index = 1; index < places.length; index++) {
      if (this.#compare(places[index - 1] ?? 0, places[index] ?? 0) === 0) count++;
    }
    return count;
  }

  #sorted(): Uint32Array {
    if (this.#places.length === this.count) return this.#places;
    const places = Uint32Array.from({ length: this.count }, (_, place) => place);
    this.#places = places.sort((a, b) => this.#compare(a, b));
    return this.#places;
  }

  /** Digits sort as the numbers that they write. */
  #compare(one: number, other: number): number {
    for (let word = 0; word < words; word++) {
      const difference = this.#digests.at(one * words + word) - this.#digests.at(other * words + word);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #digits(place: number): string {
    const bytes = Buffer.allocUnsafe(words * 4);
    for (let word = 0; word < words; word++) {
      bytes.writeUInt32BE(this.#digests.at(place * words + word), word * 4);
    }
    return bytes.toString('hex');
  }
}

/** What a case asks, by the variables that count, and what it expects. */
export function askedContent({ variables, expected, images = {} }: Case, asked: readonly string[]): string {
  const askedValue = (name: string) =>
    Object.hasOwn(images, name) ? { image: images[name] ?? null } : (ownValue(variables, name) ?? null);
  return canonicalJson({ variables: asked.map(askedValue), expected });
}

/** A prompt may have a variable that is named as what every object inherits: `constructor`. */
function ownValue<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
