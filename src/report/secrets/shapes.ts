import { unsafe } from '../../core/text.ts';
import { type ShapedText, ShapedTextBuilder } from './shaped-text.ts';

/** White space, and what can't be printed: that is `�` where a reason was cut to one line. */
const blank = `(?:${unsafe.source}|[\\s\\uFFFD\\uD800-\\uDFFF])`;
/** All runs of it but single spaces, which are most of them. */
const blanks = new RegExp(`(?: (?=${blank})|(?! )${blank})${blank}*`, 'gu');

/** As it is written, but for white space: every run of it is one space. */
export function asWritten(text: string): ShapedText {
  const builder = new ShapedTextBuilder(text);
  for (const { 0: found, index } of text.matchAll(blanks)) {
    builder.put(index, index + found.length, ' ');
  }
  return builder.done();
}

/**
 * Escapes of JSON and of HTML, also those of escaped texts; characters beyond ASCII with the letter that a mark may belong to;
 * and what stands between words, but for single spaces, which are most of it.
 */
const unplain = new RegExp(
  [
    String.raw`\\+u[0-9A-Fa-f]{4}(?:\\+u[0-9A-Fa-f]{4})*|\\+[nrtbf]`,
    String.raw`&(?:amp;)*(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos|nbsp);|<br\s*/?>`,
    unsafe.source,
    String.raw`[A-Za-z0-9]?[^\u0000-\u007f]+`,
    String.raw`(?! [A-Za-z0-9])[\t\n\x20-\x25\x27-\x2f\x3a\x3b\x3d-\x40\x5b\x5d-\x60\x7b-\x7e]+|\\+|[&<]`,
  ].join('|'),
  'gu',
);
const characters = /\P{M}\p{M}*|\p{M}+/gu;
const betweenWords = /[^\p{L}\p{N}\p{M}]+/gu;
const ascii = /^[\u0000-\u007f]*$/;

/** As it is said: words in lower case, whatever stands between them, and however JSON, HTML and Unicode write their characters. */
export function asSaid(text: string): ShapedText {
  const builder = new ShapedTextBuilder(text, (part) => part.toLowerCase());
  for (const { 0: found, index } of text.matchAll(unplain)) {
    const end = index + found.length;
    if (ascii.test(found)) builder.put(index, end, found.length > 2 ? words(unescaped(found)) : ' ');
    else if (words(found) === found) builder.put(index, end, found);
    else putCharacters(builder, found, index);
  }
  return builder.done();
}

/** Each with its marks, as some writings have one character for both. */
function putCharacters(builder: ShapedTextBuilder, found: string, start: number): void {
  for (const { 0: character, index } of found.matchAll(characters)) {
    builder.put(start + index, start + index + character.length, words(character));
  }
}

function words(text: string): string {
  if (text === ' ') return text;
  const folded = text.normalize('NFKD').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return folded.replace(betweenWords, ' ');
}

const codeUnit = /\\+u([0-9A-Fa-f]{4})/g;
const codePoint = /^&(?:amp;)*#(?:[Xx]([0-9A-Fa-f]+)|([0-9]+));$/;

/** The characters that an escape stands for; a space for what is no part of a word. */
function unescaped(found: string): string {
  if (found.endsWith('\\')) return ' ';
  if (found.startsWith('\\')) {
    const units = Array.from(found.matchAll(codeUnit), ([, unit = '']) => Number.parseInt(unit, 16));
    return units.length === 0 ? ' ' : units.map((unit) => String.fromCharCode(unit)).join('');
  }
  const [, hexadecimal, decimal] = found.startsWith('&') ? (codePoint.exec(found) ?? []) : [];
  const point = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}
