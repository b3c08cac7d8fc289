import { Lexer, Parser } from 'yaml';

/** Nobody writes so deep. What reads YAML calls itself for every level, and a thousand can end the process. */
const deepest = 500;

/** Where there come to be too many lists and maps inside of each other, in UTF-16 units from the start. */
export function tooDeepAt(text: string): number | undefined {
  if (!mayBeDeep(text)) return undefined;
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > deepest) return parser.offset;
  }
  return undefined;
}

/** Texts may look deep too, but few files do: the others are not read twice. */
function mayBeDeep(text: string): boolean {
  // A map in block style and its key are a level each.
  if (new RegExp(`^[ \\t?:-]{${deepest / 2},}`, 'm').test(text)) return true;
  let depth = 0;
  for (const { 0: bracket } of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > deepest / 2) return true;
  }
  return false;
}
