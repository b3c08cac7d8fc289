import { createHash } from 'node:crypto';
import type { Case } from '../core/case.ts';
import { canonicalJson } from '../core/digest.ts';

/** The digest of a dataset, taken case by case: over everything that can change a score, and the order of the cases. */
export class DatasetDigest {
  readonly #hash = createHash('sha256');
  #separator = '[';

  add({ id, variables, expected, tags, critical, split }: Case): void {
    const content = canonicalJson({ id, variables, expected, tags, critical, split });
    this.#hash.update(`${this.#separator}${content}`);
    this.#separator = ',';
  }

  /** To be asked once, at the end. */
  value(): string {
    this.#hash.update(this.#separator === '[' ? '[]' : ']');
    return `sha256:${this.#hash.digest('hex')}`;
  }
}

export function datasetDigest(cases: readonly Case[]): string {
  const digest = new DatasetDigest();
  for (const item of cases) digest.add(item);
  return digest.value();
}
