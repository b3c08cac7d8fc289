import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTemplate } from '../../src/prompts/template.ts';
import { type WrittenPart, writeTemplate } from '../../src/prompts/write-template.ts';

const text = fc
  .string({ unit: fc.constantFrom('{', '}', '\\', 'a', ' ', '\n') })
  .map((value) => ({ text: value }));
const variable = fc.constantFrom('name', 'größe').map((name) => ({ variable: name }));

/** Without what does not matter: texts that meet, and empty ones. */
function merged(parts: readonly WrittenPart[]): WrittenPart[] {
  const result: WrittenPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if ('variable' in part) result.push({ variable: part.variable });
    else if (part.text !== '' && last && 'text' in last)
      result[result.length - 1] = { text: last.text + part.text };
    else if (part.text !== '') result.push(part);
  }
  return result;
}

/** A single brace and a placeholder can't touch. */
function apart(part: WrittenPart, index: number, all: readonly WrittenPart[]): WrittenPart {
  const isSingle = 'text' in part && (/\{*$/.exec(part.text)?.[0].length ?? 0) % 2 === 1;
  return isSingle && index + 1 < all.length ? { text: `${part.text} ` } : part;
}

it('is cut into the same parts again, whatever braces and backslashes the text has', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(text, variable)), (parts) => {
      const { parts: read, mistakes } = parseTemplate(writeTemplate(parts));
      expect(mistakes).toEqual([]);
      expect(merged(read)).toEqual(merged(parts).map(apart));
    }),
  );
});
