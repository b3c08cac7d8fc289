import { excerpt } from '../core/text.ts';
import type { Token } from './foreign-template.ts';

/** Nunjucks and Jinja: `{{ name }}`, `{% if … %}`, `{# … #}`. */
export function* nunjucksTokens(source: string): Generator<Token> {
  for (const [between, match] of pieces(source, nunjucksTags, tightBy('-'))) {
    if (between !== '') yield { kind: 'text', text: between };
    const { raw, output, statement } = match?.groups ?? {};
    if (raw !== undefined) yield { kind: 'text', text: raw };
    else if (output !== undefined) yield { kind: 'output', inside: output.trim() };
    else if (statement !== undefined) yield* statementToken(statement.trim());
  }
}

const nunjucksTags: Tags = {
  begin: /\{(?=[{%#])/g,
  kinds: [
    {
      whole: /\{%-?\s*raw\s*-?%\}(?<raw>[\s\S]*?)\{%-?\s*endraw\s*-?%\}/y,
      end: /\{%-?\s*endraw\s*-?%\}/g,
    },
    { whole: /\{\{-?(?<output>[\s\S]*?)-?\}\}/y, end: /\}\}/g },
    { whole: /\{%-?(?<statement>[\s\S]*?)-?%\}/y, end: /%\}/g },
    { whole: /\{#[\s\S]*?#\}/y, end: /#\}/g },
  ],
};

/** Statements without an end of their own; `set` has one where it holds a text. */
const single = ['set', 'include', 'import', 'from', 'extends', 'do'];

function* statementToken(inside: string): Generator<Token> {
  const [word = ''] = inside.split(/\s/);
  if (/^end/.test(word)) yield { kind: 'close' };
  else if (/^(?:else|elif|elseif)$/.test(word)) yield { kind: 'else', inside };
  else if (single.includes(word) && !/^set\s[^=]*$/.test(inside))
    yield { kind: 'lost', loss: `the statement "${excerpt(inside, 60)}": it is left out` };
  else yield { kind: 'open', word: word === 'if' ? 'if' : word === 'for' ? 'each' : 'other', inside };
}

/**
 * Handlebars: `{{name}}`, `{{{name}}}`, `{{#if …}}`, `{{! … }}`. A backslash before braces makes them text; of two or more, one
 * is taken away, and the braces count. A partial's text is read as if it stood there.
 */
export function* handlebarsTokens(
  source: string,
  partial: (name: string) => string | undefined,
): Generator<Token> {
  for (const [between, match] of pieces(source, handlebarsTags, handlebarsSpace)) {
    const { braces, triple, inside } = match?.groups ?? {};
    const isEscape = braces === undefined && match?.input.endsWith('\\\\', match.index);
    const text = isEscape ? between.slice(0, -1) : between;
    if (text !== '') yield { kind: 'text', text };
    if (match === null || isComment(match[0])) continue;
    if (braces !== undefined) yield { kind: 'text', text: braces };
    else if (triple !== undefined) yield { kind: 'output', inside: triple.trim() };
    else if (inside !== undefined) yield* mustacheToken(inside.trim(), partial);
  }
}

const handlebarsTags: Tags = {
  begin: /(?<!\\)\\(?=\{\{)|\{(?=\{)/g,
  kinds: [
    { whole: /\\(?<braces>\{\{)/y, end: /\{\{/g },
    { whole: /\{\{~?\{(?<triple>[\s\S]*?)\}~?\}\}/y, end: /\}~?\}\}/g },
    { whole: /\{\{~?!--[\s\S]*?--~?\}\}/y, end: /--~?\}\}/g },
    { whole: /\{\{~?!?(?<inside>[\s\S]*?)~?\}\}/y, end: /\}\}/g },
  ],
};

function isComment(tag: string): boolean {
  return /^\{\{~?!/.test(tag);
}

function* mustacheToken(inside: string, partial: (name: string) => string | undefined): Generator<Token> {
  const [, sign = '', words = ''] = /^([#/^>&]?)\s*([\s\S]*)$/.exec(inside) ?? [];
  if (sign === '/') yield { kind: 'close' };
  else if ((sign === '^' && words === '') || (sign === '' && /^else(?:\s|$)/.test(words)))
    yield { kind: 'else', inside };
  else if (sign === '^') yield { kind: 'open', word: 'if', inside };
  else if (sign === '#') {
    const word = words.split(/\s/)[0] ?? '';
    const isCondition = word === 'if' || word === 'unless';
    yield { kind: 'open', word: isCondition ? 'if' : word === 'each' ? 'each' : 'other', inside: words };
  } else if (sign === '>') {
    const [name = '', ...values] = words.split(/\s+/);
    const text = partial(name);
    if (text === undefined) yield { kind: 'output', inside: `> ${words}` };
    else if (values.length > 0)
      yield { kind: 'lost', loss: `{{> ${excerpt(words, 60)}}}: what it gives to ${name}` };
    if (text === undefined) return;
    // One level is enough for what people write, and ends where partials name each other.
    yield* handlebarsTokens(text, () => undefined);
  } else yield { kind: 'output', inside: words };
}

/** How much white space before and after a tag belongs to it. */
type SpaceOf = (tag: string, source: string, start: number) => { before: number; after: number };

/** `{{- name -}}`: the sign takes the white space on its side away. */
function tightBy(sign: string): SpaceOf {
  return (tag, source, start) => ({
    before: tag.charAt(2) === sign ? start - beforeSpace(source, start, /\s/) : 0,
    after: tag.at(-3) === sign ? afterSpace(source, start + tag.length, /\s/) - start - tag.length : 0,
  });
}

/** `~` takes white space away, and so does a block, a comment or a partial that has a line to itself. */
const handlebarsSpace: SpaceOf = (tag, source, start) => {
  const tight = tightBy('~')(tag, source, start);
  const end = start + tag.length;
  // A list in the place of its loop keeps the lines around it.
  if (!/^\{\{~?(?:[#/](?!\s*each\b)|[\^>!]|\s*else\b)/.test(tag)) return tight;
  const [from, to] = [beforeSpace(source, start, /[ \t]/), afterSpace(source, end, /[ \t]/)];
  const next = source.startsWith('\r\n', to) ? to + 2 : to + 1;
  const isAlone =
    (from === 0 || source[from - 1] === '\n') &&
    (to === source.length || /^\r?\n$/.test(source.slice(to, next)));
  if (!isAlone) return tight;
  return { before: Math.max(tight.before, start - from), after: Math.max(tight.after, next - end) };
};

function beforeSpace(source: string, position: number, space: RegExp): number {
  let at = position;
  while (at > 0 && space.test(source.charAt(at - 1))) at--;
  return at;
}

function afterSpace(source: string, position: number, space: RegExp): number {
  let at = position;
  while (at < source.length && space.test(source.charAt(at))) at++;
  return at;
}

/** The tags of a language. */
interface Tags {
  /** Where one may begin. */
  begin: RegExp;
  /** In the order in which they are tried. */
  kinds: readonly { whole: RegExp; end: RegExp }[];
}

/** What stands before each tag, and after the last. */
function* pieces(source: string, tags: Tags, spaceOf: SpaceOf): Generator<[string, RegExpExecArray | null]> {
  let position = 0;
  for (const match of tagsIn(source, tags)) {
    const { before, after } = spaceOf(match[0], source, match.index);
    yield [source.slice(position, Math.max(position, match.index - before)), match];
    position = match.index + match[0].length + after;
  }
  yield [source.slice(position), null];
}

/** What is never closed is looked for only where an end is still to come: else every brace would be followed to the end. */
function* tagsIn(source: string, { begin, kinds }: Tags): Generator<RegExpExecArray> {
  const ends = kinds.map(({ end }) => [...source.matchAll(end)].at(-1)?.index ?? -1);
  let position = 0;
  for (const { index } of source.matchAll(begin)) {
    if (index < position) continue;
    const match = matchOf(
      source,
      index,
      kinds.filter((_, kind) => index < (ends[kind] ?? -1)),
    );
    if (match === null) continue;
    yield match;
    position = index + match[0].length;
  }
}

function matchOf(source: string, index: number, kinds: Tags['kinds']): RegExpExecArray | null {
  for (const { whole } of kinds) {
    whole.lastIndex = index;
    const match = whole.exec(source);
    if (match !== null) return match;
  }
  return null;
}
