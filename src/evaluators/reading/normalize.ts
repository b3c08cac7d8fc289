import { canonicalJson } from '../../core/digest.ts';
import type { Json } from '../../core/json.ts';
import { foldCase } from './fold-case.ts';
import { readNumbers } from './numbers.ts';
import { visibleText } from './plain-text.ts';

export const normalizations = ['none', 'trim', 'text', 'number'] as const;

/**
 * What two texts must agree in to be the same:
 * - `none`: every character;
 * - `trim`: all but white space at both ends;
 * - `text`: not in upper and lower case, in how Unicode writes a character (NFKC), in characters that show nothing, in curly
 *   or straight quotation marks, in the amount of white space, nor in quotation marks, backticks and asterisks around the text and closing punctuation behind it;
 * - `number`: the one number that the text holds, as `readNumbers` reads it; a text that holds several different ones is no
 *   number and compares as under `text`, and one that holds none has no value.
 */
export type Normalization = (typeof normalizations)[number];

/** Idempotent. undefined where `number` finds no number, or one that can't be told. */
export function normalizeText(text: string, how: Normalization): string | undefined {
  if (how === 'none') return text;
  if (how === 'trim') return text.trim();
  if (how === 'number') return numberOrText(text);
  return foldText(text);
}

function numberOrText(text: string): string | undefined {
  const [number, ...others] = numbersIn(text);
  if (others.length === 0) return number;
  // What folding changes may make it another text or a number, and what comes out has to come out of itself.
  const folded = foldText(text);
  const [foldedNumber, ...foldedOthers] = numbersIn(folded);
  return foldedOthers.length === 0 ? foldedNumber : folded;
}

/** The first number in a text; undefined where there is none, or where that one can't be told. */
export function firstNumber(text: string): string | undefined {
  const { done, value } = readNumbers(text, 'no-words').next();
  return (done ? readNumbers(text).next().value : value) ?? undefined;
}

/** The different numbers in a text, up to the second one. Digits right behind a letter (`m2`, `CO2`) are part of a word where others are there. */
export function numbersIn(text: string): Set<string | undefined> {
  const alone = different(readNumbers(text, 'no-words'));
  return alone.size > 0 ? alone : different(readNumbers(text));
}

function different(numbers: Iterable<string | undefined>): Set<string | undefined> {
  const found = new Set<string | undefined>();
  for (const number of numbers) {
    found.add(number);
    if (found.size > 1) break;
  }
  return found;
}

/**
 * A value as a text that is equal for equal values. Values that are no strings compare deeply by their canonical
 * JSON, under `none` and `trim` by their type too: `5` is not `"5"`.
 */
export function comparisonKey(value: Json, how: Normalization): string | undefined {
  if (how === 'number') {
    return typeof value === 'string' || typeof value === 'number'
      ? normalizeText(String(value), how)
      : undefined;
  }
  if (how === 'text') return foldText(textOf(value));
  return canonicalJson(typeof value === 'string' ? normalizeText(value, how) : value);
}

/** A string as it is, anything else as canonical JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

function foldText(text: string): string {
  const plain = visibleText(text).replace(/[‘’ʼ]/g, "'").replace(/[“”]/g, '"');
  // Another case can leave what NFKC composes anew, and the other way round.
  const folded = foldCase(plain).normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return stripAround(folded) || folded;
}

const opening = /[\s"'`*“”„‚‘’«»‹›]/u;
const closing = /[\s"'`*“”„‚‘’«»‹›.,;:!?…。、！？]/u;

/** Scans from both ends: a regular expression with `+$` would look at a long inner run once for each start. */
function stripAround(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && opening.test(text.charAt(from))) from++;
  while (to > from && closing.test(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}
