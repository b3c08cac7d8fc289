import { excerpt } from '../core/text.ts';
import type { Token } from './foreign-template.ts';

/** Nunjucks and Jinja: `{{ name }}`, `{% if … %}`, `{# … #}`. */
export function* nunjucksTokens(source: string): Generator<Token> {
  const pattern =
    /\{%-?\s*raw\s*-?%\}([\s\S]*?)\{%-?\s*endraw\s*-?%\}|\{\{-?([\s\S]*?)-?\}\}|\{%-?([\s\S]*?)-?%\}|\{#[\s\S]*?#\}/g;
  for (const [between, match] of pieces(source, pattern, tightBy('-'))) {
    if (between !== '') yield { kind: 'text', text: between };
    if (match === null) continue;
    const [raw, output, statement] = [match[1], match[2]?.trim(), match[3]?.trim()];
    if (raw !== undefined) yield { kind: 'text', text: raw };
    else if (output !== undefined) yield { kind: 'output', inside: output };
    else if (statement !== undefined) yield* statementToken(statement);
  }
}

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
  const pattern =
    /(?<!\\)\\(\{\{)|\{\{~?\{([\s\S]*?)\}~?\}\}|\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?!?([\s\S]*?)~?\}\}/g;
  for (const [between, match] of pieces(source, pattern, handlebarsSpace)) {
    const [braces, triple, inside] = [match?.[1], match?.[2]?.trim(), match?.[3]?.trim()];
    const isEscape = braces === undefined && match?.input.endsWith('\\\\', match.index);
    const text = isEscape ? between.slice(0, -1) : between;
    if (text !== '') yield { kind: 'text', text };
    if (match === null || isComment(match[0])) continue;
    if (braces !== undefined) yield { kind: 'text', text: braces };
    else if (triple !== undefined) yield { kind: 'output', inside: triple };
    else if (inside !== undefined) yield* mustacheToken(inside, partial);
  }
}

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

/** What stands before each match, and after the last. */
function* pieces(
  source: string,
  pattern: RegExp,
  spaceOf: SpaceOf,
): Generator<[string, RegExpExecArray | null]> {
  let position = 0;
  for (const match of source.matchAll(pattern)) {
    const { before, after } = spaceOf(match[0], source, match.index);
    yield [source.slice(position, Math.max(position, match.index - before)), match];
    position = match.index + match[0].length + after;
  }
  yield [source.slice(position), null];
}
