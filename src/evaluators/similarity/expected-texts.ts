import type { Json } from '../../core/json.ts';
import { textOf } from '../reading/normalize.ts';
import { type ReadingSteps, readExpected } from '../reading/read-answer.ts';

/** The texts of which one is expected: a list names several good answers. */
export function expectedTexts(
  expected: Json | undefined,
  steps: Pick<ReadingSteps, 'path'>,
): { ok: true; texts: string[] } | { ok: false; reason: string } {
  const read = readExpected(expected, steps);
  if (!read.found) return { ok: false, reason: read.reason };
  const texts = (Array.isArray(read.value) ? read.value : [read.value]).map(textOf);
  return texts.length === 0
    ? { ok: false, reason: 'the expected value is an empty list' }
    : { ok: true, texts };
}
