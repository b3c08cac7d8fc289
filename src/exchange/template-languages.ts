import type { Token } from './foreign-template.ts';

/** Nunjucks and Jinja: `{{ name }}`, `{% if … %}`, `{# … #}`. */
export function* nunjucksTokens(source: string): Generator<Token> {
  const pattern =
    /\{%-?\s*raw\s*-?%\}([\s\S]*?)\{%-?\s*endraw\s*-?%\}|\{\{-?([\s\S]*?)-?\}\}|\{%-?([\s\S]*?)-?%\}|\{#[\s\S]*?#\}/g;
  for (const [between, match] of pieces(source, pattern)) {
    if (between !== '') yield { kind: 'text', text: between };
    if (match === null) continue;
    const [raw, output, statement] = [match[1], match[2]?.trim(), match[3]?.trim()];
    if (raw !== undefined) yield { kind: 'text', text: raw };
    else if (output !== undefined) yield { kind: 'output', inside: output };
    else if (statement !== undefined) yield* statementToken(statement);
  }
}

/** Statements without an end of their own. */
const single = ['set', 'include', 'import', 'from', 'extends', 'do'];

function* statementToken(inside: string): Generator<Token> {
  const [word = ''] = inside.split(/\s/);
  if (/^end/.test(word)) yield { kind: 'close' };
  else if (/^(?:else|elif|elseif)$/.test(word)) yield { kind: 'else', inside };
  else {
    yield { kind: 'open', word: word === 'if' ? 'if' : word === 'for' ? 'each' : 'other', inside };
    if (single.includes(word)) yield { kind: 'close' };
  }
}

/** Handlebars: `{{name}}`, `{{{name}}}`, `{{#if …}}`, `{{! … }}`, `\{{`. A partial's text is read as if it stood there. */
export function* handlebarsTokens(
  source: string,
  partial: (name: string) => string | undefined,
): Generator<Token> {
  const pattern = /\\(\{\{)|\{\{\{([\s\S]*?)\}\}\}|\{\{!--[\s\S]*?--\}\}|\{\{~?!?([\s\S]*?)~?\}\}/g;
  for (const [between, match] of pieces(source, pattern)) {
    if (between !== '') yield { kind: 'text', text: between };
    if (match === null || /^\{\{~?!/.test(match[0])) continue;
    const [braces, triple, inside] = [match[1], match[2]?.trim(), match[3]?.trim()];
    if (braces !== undefined) yield { kind: 'text', text: braces };
    else if (triple !== undefined) yield { kind: 'output', inside: triple };
    else if (inside !== undefined) yield* mustacheToken(inside, partial);
  }
}

function* mustacheToken(inside: string, partial: (name: string) => string | undefined): Generator<Token> {
  const [, sign = '', words = ''] = /^([#/^>]?)\s*([\s\S]*)$/.exec(inside) ?? [];
  if (sign === '/') yield { kind: 'close' };
  else if (sign === '^' || words === 'else' || words.startsWith('else ')) yield { kind: 'else', inside };
  else if (sign === '#') {
    const word = words.split(/\s/)[0] ?? '';
    const isTurned = word === 'unless';
    yield {
      kind: 'open',
      word: isTurned || word === 'if' ? 'if' : word === 'each' ? 'each' : 'other',
      inside: words,
    };
    if (isTurned) yield { kind: 'else', inside };
  } else if (sign === '>') {
    const text = partial(words.split(/\s/)[0] ?? '');
    if (text === undefined) yield { kind: 'output', inside: `> ${words}` };
    // One level is enough for what people write, and ends where partials name each other.
    else yield* handlebarsTokens(text, () => undefined);
  } else yield { kind: 'output', inside };
}

/** What stands before each match, and after the last. */
function* pieces(source: string, pattern: RegExp): Generator<[string, RegExpExecArray | null]> {
  let position = 0;
  for (const match of source.matchAll(pattern)) {
    yield [source.slice(position, match.index), match];
    position = match.index + match[0].length;
  }
  yield [source.slice(position), null];
}
