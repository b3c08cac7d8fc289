/** Emphasis as Markdown and HTML write it; an underscore within a word is part of it. */
const emphasis =
  /[*`]|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}_])|<\/?(?:b|i|em|strong|u|s|mark|span|code)(?: [^<>]{0,200})?>/giu;

/** Without characters that show nothing: those without a width, and fillers and selectors of another character's form. */
export function visibleText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .normalize('NFKC');
}

/** NFKC makes one of the hyphen and of the one that no line breaks behind, which models write, and leaves it apart from that of keyboards. */
const otherHyphens = /\u2010/g;

/**
 * A text as it reads, whatever it was dressed up in: compatible characters are one (NFKC), characters without a width,
 * emphasis and case are gone, apostrophes are straight, hyphens are one, white space is one space.
 */
export function plainText(text: string): string {
  return visibleText(text)
    .replace(emphasis, '')
    .replace(/[’‘]/g, "'")
    .replace(otherHyphens, '-')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}

const wordCharacter = /[\p{L}\p{M}\p{N}]/u;
const spaced =
  /[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Whether a plain text holds a plain phrase as words of its own: `pay` is not in `payment`. */
export function holdsPhrase(text: string, phrase: string): boolean {
  if (phrase === '') return false;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const before = isJoined(text.slice(Math.max(0, at - 2), at), phrase, -1);
    const after = isJoined(text.slice(at + phrase.length, at + phrase.length + 2), phrase, 1);
    if (!before && !after) return true;
  }
  return false;
}

/** Whether a word goes on beyond the phrase. In scripts without spaces there is no telling, so it does not. */
function isJoined(beside: string, phrase: string, side: -1 | 1): boolean {
  const outer = side === 1 ? [...beside][0] : [...beside].at(-1);
  const inner = side === 1 ? [...phrase.slice(-2)].at(-1) : [...phrase.slice(0, 2)][0];
  return [outer, inner].every(
    (character) => character !== undefined && wordCharacter.test(character) && spaced.test(character),
  );
}
