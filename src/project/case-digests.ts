import { createHash, hash } from 'node:crypto';
import type { Case } from '../core/case.ts';
import { canonicalJson } from '../core/digest.ts';

const digestLength = 32;

/**
 * The digest of a set of cases, whatever their order, taken case by case; it holds 32 bytes of each. It is over what is asked and
 * what is expected: see `digestOfCases`.
 */
export class CaseDigests {
  readonly #asked: readonly string[];
  #bytes = Buffer.alloc(1024 * digestLength);
  #count = 0;

  /** @param asked the variables that count */
  constructor(asked: readonly string[]) {
    this.#asked = asked;
  }

  get count(): number {
    return this.#count;
  }

  add({ variables, expected, images = {} }: Case): void {
    const askedValue = (name: string) =>
      Object.hasOwn(images, name) ? { image: images[name] ?? null } : (variables[name] ?? null);
    const content = canonicalJson({ variables: this.#asked.map(askedValue), expected });
    const end = (this.#count + 1) * digestLength;
    if (end > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    hash('sha256', content, 'buffer').copy(this.#bytes, this.#count * digestLength);
    this.#count++;
  }

  /** Over the canonical JSON of the sorted list of the cases' digests. */
  value(): string {
    const list = createHash('sha256');
    let separator = '[';
    for (const place of this.#inOrder()) {
      const start = place * digestLength;
      const digits = this.#bytes.toString('hex', start, start + digestLength);
      list.update(`${separator}"sha256:${digits}"`);
      separator = ',';
    }
    list.update(separator === '[' ? '[]' : ']');
    return `sha256:${list.digest('hex')}`;
  }

  /** Digits sort as their bytes do. */
  #inOrder(): Uint32Array {
    const bytes = this.#bytes;
    const places = Uint32Array.from({ length: this.#count }, (_, place) => place * digestLength);
    return places
      .sort(
        (a, b) =>
          bytes.readUInt32BE(a) - bytes.readUInt32BE(b) ||
          bytes.compare(bytes, b, b + digestLength, a, a + digestLength),
      )
      .map((start) => start / digestLength);
  }
}
