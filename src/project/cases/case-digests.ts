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

  /** @param asked the variables that count */
  constructor(asked: readonly string[]) {
    this.#asked = asked;
  }

  get count(): number {
    return this.#digests.length / words;
  }

  add({ variables, expected, images = {} }: Case): void {
    const askedValue = (name: string) =>
      Object.hasOwn(images, name) ? { image: images[name] ?? null } : (variables[name] ?? null);
    const content = canonicalJson({ variables: this.#asked.map(askedValue), expected });
    const digest = hash('sha256', content, 'buffer');
    for (let word = 0; word < words; word++) this.#digests.push(digest.readUInt32BE(word * 4));
  }

  /** Over the canonical JSON of the sorted list of the cases' digests. */
  value(): string {
    const list = createHash('sha256');
    const places = Uint32Array.from({ length: this.count }, (_, place) => place);
    let separator = '[';
    for (const place of places.sort((a, b) => this.#compare(a, b))) {
      list.update(`${separator}"sha256:${this.#digits(place)}"`);
      separator = ',';
    }
    list.update(separator === '[' ? '[]' : ']');
    return `sha256:${list.digest('hex')}`;
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
