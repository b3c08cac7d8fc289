import { relative } from 'node:path';
import { InputError } from '../core/errors.ts';

/**
 * The value of a JSON config.
 *
 * @throws InputError with the line of the mistake.
 */
export function readJson(source: string, file: string): unknown {
  const text = source.replace(/^\uFEFF/, '');
  const mistake = mistakeIn(text);
  if (mistake === undefined) return JSON.parse(text);
  throw new InputError({
    file: relative(process.cwd(), file),
    line: lineOfMistake(text),
    message: `this is not JSON: ${mistake.replace(/, (\.{3})?"[\s\S]*is not valid JSON$/, '')}`,
  });
}

function mistakeIn(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Engines name the position of some mistakes only. So the text is read line by line: it goes wrong where the text up to
 * here is not merely unfinished.
 */
function lineOfMistake(text: string): number {
  const lines = text.trimEnd().split('\n');
  for (let count = 1; count <= lines.length; count++) {
    const start = lines.slice(0, count).join('\n').trimEnd();
    const mistake = mistakeIn(start);
    const position = Number(/at position (\d+)/.exec(mistake ?? '')?.[1] ?? Number.NaN);
    const isUnfinished = mistake?.includes('end of JSON') || position >= start.length;
    if (mistake === undefined || isUnfinished) continue;
    return Number.isNaN(position) ? count : start.slice(0, position).split('\n').length;
  }
  return lines.length;
}
