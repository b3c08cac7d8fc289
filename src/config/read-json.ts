import { relative } from 'node:path';
import { InputError } from '../core/errors.ts';
import { parseDocumentExactly } from '../core/exact-json.ts';
import { jsonMistake } from '../core/json-mistake.ts';
import type { Problem } from '../core/problem.ts';

/**
 * The value of a JSON config, and what of its text that does not say: a key that stands twice.
 *
 * @throws InputError with the line of the mistake.
 */
export function readJson(source: string, file: string): { value: unknown; problems: Problem[] } {
  const text = source.replace(/^\uFEFF/, '');
  const mistake = jsonMistake(text);
  if (mistake === undefined) {
    const { value, problems } = parseDocumentExactly(text);
    return { value, problems: problems.map((problem) => ({ file: displayed(file), ...problem })) };
  }
  throw new InputError({
    file: displayed(file),
    line: lineOfMistake(text),
    message: `this is not JSON: ${mistake.replace(/, (\.{3})?"[\s\S]*is not valid JSON$/, '')}`,
  });
}

function displayed(file: string): string {
  return relative(process.cwd(), file) || file;
}

/**
 * Engines name the position of some mistakes only. So the text is read line by line: it goes wrong where the text up to
 * here is not merely unfinished.
 */
function lineOfMistake(text: string): number {
  const lines = text.trimEnd().split('\n');
  for (let count = 1; count <= lines.length; count++) {
    const start = lines.slice(0, count).join('\n').trimEnd();
    const mistake = jsonMistake(start);
    const position = Number(/at position (\d+)/.exec(mistake ?? '')?.[1] ?? Number.NaN);
    const isUnfinished = mistake?.includes('end of JSON') || position >= start.length;
    if (mistake === undefined || isUnfinished) continue;
    return Number.isNaN(position) ? count : start.slice(0, position).split('\n').length;
  }
  return lines.length;
}
