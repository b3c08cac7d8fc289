import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

export interface Vector<Input, Expected> {
  id: string;
  input: Input;
  expected: Expected;
  source: string;
}

const fixtures = new URL('../fixtures/vectors/', import.meta.url);
const shared = new URL('../../../shared/vectors/', import.meta.url);

/** Runs a check on the project's own selection of reference values, and on all of them where `../shared` exists. */
export function describeVectors<Input, Expected>(
  statistic: string,
  check: (vector: Vector<Input, Expected>) => void,
): void {
  const file = `${statistic}.json`;
  describe(`${statistic} against reference values`, () => {
    it.each(readVectors<Input, Expected>(new URL(file, fixtures)))('$id', check);

    const all = new URL(file, shared);
    const isAbsent = !existsSync(all);
    it.skipIf(isAbsent)(isAbsent ? 'skipped: ../shared is absent' : 'all of ../shared', () => {
      const vectors = readVectors<Input, Expected>(all);
      expect(vectors.length).toBeGreaterThan(0);
      for (const vector of vectors) check(vector);
    });
  });
}

function readVectors<Input, Expected>(file: URL): Vector<Input, Expected>[] {
  const content: { vectors: Vector<Input, Expected>[] } = JSON.parse(readFileSync(file, 'utf8'));
  return content.vectors;
}

/** Within an absolute or a relative distance, whichever allows more. */
export function expectNear(
  actual: number,
  expected: number,
  tolerance: { abs?: number; rel?: number },
): void {
  const allowed = Math.max(tolerance.abs ?? 0, (tolerance.rel ?? 0) * Math.abs(expected));
  expect(Math.abs(actual - expected), `${actual} instead of ${expected}`).toBeLessThanOrEqual(allowed);
}
