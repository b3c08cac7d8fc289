/** Scripts that are written without spaces: each character counts as a word of its own. */
const unspaced =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}]';
const character = `(?:(?!${unspaced})[\\p{L}\\p{M}\\p{N}])`;
/** Within a word: `don't`, `well-known`, `1,234.50`. */
const joint = `(?:['’\\-]|(?<=\\p{N})[.,](?=\\p{N}))`;
const word = new RegExp(`${unspaced}\\p{M}*|${character}+(?:${joint}${character}+)*`, 'gu');

/** They show nothing and end no word: soft hyphens, joiners, marks of the direction. A space without a width does. */
const invisible = /(?!\u200b)\p{Cf}/gu;

/**
 * The words of a text, composed (NFC): letters, marks and digits, joined by apostrophes and hyphens, and by the points and
 * commas of numbers. Of scripts without spaces each character is a word. The same on every machine: no dictionary has a
 * say in it.
 */
export function wordsOf(text: string): string[] {
  return text.normalize('NFC').replace(invisible, '').replaceAll('’', "'").match(word) ?? [];
}

/** Words as they are compared: in lower case. */
export function comparableWords(text: string): string[] {
  return wordsOf(text.toLowerCase());
}
