/** A stretch of a source text: from `start` up to, not including, `end`. */
export interface Span {
  start: number;
  end: number;
}

/** A member of an object literal. */
export interface Member {
  key: string;
  /** Where the key stands. */
  at: number;
  value: Span;
}

const regexpMayFollow = /(?:^|[=([{,;:!&|?+*~^<>%-]|=>|\breturn)\s*$/;

/**
 * The same text with comments, and whatever stands inside strings, templates and regular expressions, replaced by spaces:
 * every bracket and comma that is left has its meaning, and every position is the same.
 */
export function withoutTexts(source: string): string {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;
  return source.replace(token, (text, offset: number) => {
    const isComment = text.startsWith('//') || text.startsWith('/*');
    const isDivision = text.startsWith('/') && !isComment && !regexpMayFollow.test(source.slice(0, offset));
    if (isDivision) return text;
    return isComment ? blank(text) : `${text[0]}${blank(text.slice(1, -1))}${text.at(-1)}`;
  });
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/**
 * The elements between two brackets: of the `[…]` or `{…}` whose first bracket stands at `open`. `masked` comes from
 * `withoutTexts`.
 */
export function elementsAt(masked: string, open: number): Span[] {
  const elements: Span[] = [];
  let depth = 0;
  let start = open + 1;
  const add = (end: number) => {
    if (masked.slice(start, end).trim() !== '') elements.push({ start: skipSpace(masked, start), end });
  };
  for (let position = open; position < masked.length; position++) {
    const character = masked.charAt(position);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth === 0) {
      add(position);
      break;
    } else if (character === ',' && depth === 1) {
      add(position);
      start = position + 1;
    }
  }
  return elements;
}

/** The members of the object literal whose `{` stands at `open`; a shorthand `{ gates }` has an empty value. */
export function membersAt(source: string, masked: string, open: number): Member[] {
  return elementsAt(masked, open).flatMap(({ start, end }) => {
    const match = /^(?:(?<quoted>(['"])(?:\\.|(?!\2).)*\2)|(?<name>[\w$]+))\s*(?<colon>:)?/.exec(
      source.slice(start, end),
    );
    const { quoted, name, colon } = match?.groups ?? {};
    const key = quoted === undefined ? name : unquoted(quoted);
    if (match === null || key === undefined) return [];
    const value = colon === undefined ? end : skipSpace(masked, start + match[0].length);
    return [{ key, at: start, value: { start: value, end } }];
  });
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

export function skipSpace(masked: string, position: number): number {
  return position + (/^\s*/.exec(masked.slice(position))?.[0].length ?? 0);
}
