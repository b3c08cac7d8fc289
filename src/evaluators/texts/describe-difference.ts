import type { Json } from '../../core/json.ts';
import { excerpt } from '../../core/text.ts';
import { textOf } from '../reading/normalize.ts';

/** `expected "billing", got "technical"`; says where they part when their first words look the same. */
export function describeDifference(expected: Json, found: Json): string {
  const [wanted, got] = [shown(expected), shown(found)];
  if (typeof found === 'string' && found.trim() === '') return `expected ${wanted}, got an empty answer`;
  if (wanted !== got) return `expected ${wanted}, got ${got}`;
  const from = firstDifference(textOf(expected), textOf(found));
  return `expected ${wanted}; the answer differs from character ${from + 1} on`;
}

/** Only texts stand in quotation marks, so that `5` and `"5"` can be told apart. */
function shown(value: Json): string {
  return typeof value === 'string' ? `"${excerpt(value, 60)}"` : excerpt(textOf(value), 60);
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  return index;
}
