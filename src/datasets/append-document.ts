import { isNode, isSeq, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { InputError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { type Append, lineBreakOf } from './new-row.ts';

/** JSON and YAML: the new case is put behind the last one, and nothing else is written again. */
export const appendDocument: Append = (text, row) => {
  const document = parseDocument(text, { prettyErrors: false });
  const cases = isSeq(document.contents) ? document.contents : document.get('cases');
  const last = isSeq(cases) ? rangeOf(cases.items.at(-1)) : undefined;
  if (!isSeq(cases) || last === undefined) throw new InputError({ message: 'holds no list of cases' });
  const value: JsonObject = Object.fromEntries(row);
  return {
    text: cases.flow ? inFlow(text, cases, last, value) : inBlock(text, cases, last, value),
    leftOut: [],
  };
};

interface Range {
  start: number;
  end: number;
}

function rangeOf(item: unknown): Range | undefined {
  const range = isNode(item) ? item.range : undefined;
  return range ? { start: range[0], end: range[1] } : undefined;
}

/** `[…, {…}]`, set apart as the last two cases are. */
function inFlow(text: string, cases: YAMLSeq, last: Range, value: JsonObject): string {
  const previous = rangeOf(cases.items.at(-2));
  const gap =
    previous === undefined
      ? `,${text.slice((rangeOf(cases)?.start ?? last.start) + 1, last.start)}`
      : text.slice(previous.end, last.start);
  const separator = /^\s*,\s*$/.test(gap) ? gap : ', ';
  return text.slice(0, last.end) + separator + jsonLike(text, last, value) + text.slice(last.end);
}

/** On one line or on several, as the last case is. */
function jsonLike(text: string, { start, end }: Range, value: JsonObject): string {
  const model = text.slice(start, end);
  if (!model.includes('\n')) {
    if (!model.includes('": ')) return JSON.stringify(value);
    return JSON.stringify(value, null, 1)
      .replace(/\n */g, ' ')
      .replace(/^\{ | \}$/g, (brace) => brace.trim());
  }
  const base = /[ \t]*$/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))?.[0] ?? '';
  const inner = /\n([ \t]*)"/.exec(model)?.[1] ?? `${base}  `;
  const unit = inner.startsWith(base) && inner.length > base.length ? inner.slice(base.length) : '  ';
  return JSON.stringify(value, null, unit).replaceAll('\n', `${lineBreakOf(text)}${base}`);
}

/** `- id: …` below the last one, as far to the right. Texts are quoted, so that none can be read as something else. */
function inBlock(text: string, cases: YAMLSeq, last: Range, value: JsonObject): string {
  const end = lineBreakOf(text);
  const first = rangeOf(cases)?.start ?? 0;
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1));
  const item = stringify([value], {
    lineWidth: 0,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  const lines = item.trimEnd().split('\n');
  const place = endOfLine(text, last.end);
  const before = text.slice(0, place);
  const gap = before === '' || before.endsWith('\n') ? '' : end;
  return before + gap + lines.map((line) => `${indent}${line}${end}`).join('') + text.slice(place);
}

/** Behind the line break that ends the line of a position. */
function endOfLine(text: string, position: number): number {
  if (text[position - 1] === '\n') return position;
  const lineBreak = text.indexOf('\n', position);
  return lineBreak === -1 ? text.length : lineBreak + 1;
}
