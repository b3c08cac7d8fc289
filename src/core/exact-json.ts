import type { Json } from './json.ts';
import type { Problem } from './problem.ts';
import { scanJson } from './scan-json.ts';
import { excerpt } from './text.ts';

/** What `JSON.parse` would change in silence, with the place in the text. */
export interface Flaw extends Omit<Problem, 'file' | 'line'> {
  position: number;
}

/**
 * A JSON value and what of the text it does not say: of keys that stand twice only the last one counts, whole numbers
 * beyond 2⁵³ are rounded, and what is larger than any number is the largest there is.
 *
 * @throws SyntaxError as `JSON.parse` does.
 */
export function parseExactly(text: string): { value: Json; flaws: Flaw[] } {
  const value: Json = JSON.parse(text);
  if (isSurelyExact(text, value)) return { value, flaws: [] };
  return { value: JSON.parse(text, heldByJson), flaws: findFlaws(text) };
}

/** An infinity is no JSON, and whatever reads the value on goes by its type; the flaw is reported all the same. */
function heldByJson(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? Math.sign(value) * Number.MAX_VALUE : value;
}

/** The same, with the line of each flaw. @throws SyntaxError as `JSON.parse` does. */
export function parseDocumentExactly(text: string): { value: Json; problems: Problem[] } {
  const { value, flaws } = parseExactly(text);
  const problems = flaws.map(({ position, ...words }) => ({
    line: text.slice(0, position).split('\n').length,
    ...words,
  }));
  return { value, problems };
}

/** Settles nearly every text without reading it twice: each quotation mark before a colon is one key's, and no number is large. */
function isSurelyExact(text: string, value: Json): boolean {
  let found = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (before > 0 && isBlank(text.charCodeAt(before))) before--;
    if (text[before] === '"') found++;
  }
  return countKeys(value) === found;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** NaN where a number is, or may be, rounded. */
function countKeys(value: Json): number {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER ? Number.NaN : 0;
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  let keys = Array.isArray(value) ? 0 : members.length;
  for (const member of members) keys += countKeys(member);
  return keys;
}

function findFlaws(text: string): Flaw[] {
  const flaws: Flaw[] = [];
  scanJson(text, {
    repeatedKey(key, field, position) {
      flaws.push({ position, field, message: `the key "${excerpt(key, 60)}" stands twice` });
    },
    number(digits, field, position) {
      const message = flawOfNumber(digits);
      if (message !== undefined)
        flaws.push({ position, field, message, hint: 'Write it as a text, in quotation marks' });
    },
  });
  return flaws;
}

function flawOfNumber(digits: string): string | undefined {
  const value = Number(digits);
  if (!Number.isFinite(value)) return `${excerpt(digits, 40)} is larger than any number that can be held`;
  // A larger one that reads back as it stands is most likely written by a program that holds no more of it.
  if (!/^-?\d+$/.test(digits) || Number.isSafeInteger(value) || String(value) === digits) return undefined;
  return `${excerpt(digits, 40)} would be rounded to ${value}`;
}
