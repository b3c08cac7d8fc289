/** A text that stands in source code; literals that are joined by `+` or by nothing count as one. */
export interface StringLiteral {
  /** 1-based, of its first character. */
  line: number;
  text: string;
  /** What stands before it on its line, and on the line above. */
  before: string;
}

/** How a language writes texts and comments. */
interface Language {
  comments: RegExp;
  /** Longer openings first. */
  quotes: readonly string[];
}

const slashes = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const hashes = /#[^\n]*/y;
const javascript: Language = { comments: slashes, quotes: ['`', '"', "'"] };
const python: Language = { comments: hashes, quotes: ['"""', "'''", '"', "'"] };
const jvm: Language = { comments: slashes, quotes: ['"""', '"'] };

const languages: Readonly<Record<string, Language>> = {
  js: javascript,
  jsx: javascript,
  mjs: javascript,
  cjs: javascript,
  ts: javascript,
  tsx: javascript,
  mts: javascript,
  cts: javascript,
  py: python,
  rb: { comments: hashes, quotes: ['"', "'"] },
  php: { comments: slashes, quotes: ['"', "'"] },
  go: { comments: slashes, quotes: ['`', '"'] },
  java: jvm,
  kt: jvm,
  swift: jvm,
  scala: jvm,
  cs: jvm,
  rs: { comments: slashes, quotes: ['"'] },
};

export const sourceExtensions: readonly string[] = Object.keys(languages);

/**
 * The string literals of a source file, in their order. It knows quotes and comments, not grammar: a regular
 * expression that holds a quote may hide what follows it on that line.
 */
export function stringLiterals(source: string, extension: string): StringLiteral[] {
  const language = languages[extension];
  return language === undefined ? [] : joined(source, spans(source, language));
}

interface Span {
  start: number;
  /** Behind the closing quote. */
  end: number;
  text: string;
}

function spans(source: string, { comments, quotes }: Language): Span[] {
  const found: Span[] = [];
  for (let at = 0; at < source.length; ) {
    comments.lastIndex = at;
    const comment = comments.exec(source);
    const quote = quotes.find((each) => source.startsWith(each, at));
    if (comment !== null) at = comments.lastIndex;
    else if (quote === undefined) at++;
    else {
      const span = readSpan(source, at, quote);
      if (span.text !== '') found.push(span);
      at = span.end;
    }
  }
  return found;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', '\n': '' };

/** One that is never closed ends with its line, or with the file where it may have several. */
function readSpan(source: string, start: number, quote: string): Span {
  const isOneLine = quote === '"' || quote === "'";
  let text = '';
  let at = start + quote.length;
  while (at < source.length && !source.startsWith(quote, at)) {
    const character = source.charAt(at);
    if (isOneLine && character === '\n') return { start, end: at, text };
    if (character === '\\') {
      const escaped = source.charAt(at + 1);
      text += escapes[escaped] ?? escaped;
      at += 2;
    } else {
      text += character;
      at++;
    }
  }
  return { start, end: Math.min(source.length, at + quote.length), text };
}

/** Between two literals of one text: nothing, a plus, a backslash at the line's end, a prefix such as Python's f. */
const betweenParts = /^[\s\\]*\+?[\s\\]*[fFrRbBuU]{0,2}$/;

function joined(source: string, all: readonly Span[]): StringLiteral[] {
  const literals: (Span & { line: number; before: string })[] = [];
  let line = 1;
  let counted = 0;
  for (const span of all) {
    const last = literals.at(-1);
    if (last !== undefined && betweenParts.test(source.slice(last.end, span.start))) {
      last.text += span.text;
      last.end = span.end;
      continue;
    }
    for (; counted < span.start; counted++) if (source.charAt(counted) === '\n') line++;
    literals.push({ ...span, line, before: linesBefore(source, span.start) });
  }
  return literals.map(({ line: at, text, before }) => ({ line: at, text, before }));
}

function linesBefore(source: string, start: number): string {
  const lineStart = source.lastIndexOf('\n', start - 1);
  const from = lineStart < 0 ? 0 : source.lastIndexOf('\n', lineStart - 1) + 1;
  return source.slice(from, start).slice(-200);
}
