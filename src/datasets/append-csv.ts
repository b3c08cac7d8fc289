import { parse } from 'csv-parse/sync';
import { delimiterOf } from '../core/csv-delimiter.ts';
import { InputError } from '../core/errors.ts';
import { isJsonObject, type Json } from '../core/json.ts';
import { type Column, columnsOf } from './csv-columns.ts';
import { type Append, lineBreakOf } from './new-row.ts';

/** A row with the columns, the separator, the quotes and the line breaks that the file has. */
export const appendCsv: Append = (text, row) => {
  const content = text.replace(/^\ufeff/, '');
  const delimiter = delimiterOf(content);
  const [header = []]: string[][] = parse(content, { delimiter, to: 1, skip_empty_lines: true });
  const { columns } = columnsOf(header);
  const end = lineBreakOf(text);
  const quotesAll = isQuoted(content, delimiter);
  const cells = columns.map((column) => {
    const cell = cellOf(row.get(column.name), column);
    return quotesAll || needsQuotes(cell, delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  });
  const before = /[\r\n]$/.test(text) ? text : text + end;
  return {
    text: `${before}${cells.join(delimiter)}${end}`,
    leftOut: [...row.keys()].filter((name) => !columns.some((column) => column.name === name)),
  };
};

function cellOf(value: Json | undefined, { name, header, isJson }: Column): string {
  if (value === undefined) return '';
  if (isJson) return JSON.stringify(value);
  if (value === null) return '';
  if (name === 'tags' && Array.isArray(value)) return value.map((tag) => tagOf(tag, header)).join('|');
  if (!Array.isArray(value) && !isJsonObject(value)) return String(value);
  throw new InputError({
    field: header,
    message: `the column "${header}" holds texts, and the value is ${Array.isArray(value) ? 'a list' : 'an object'}`,
    hint: `A column that is called "${name}:json" holds JSON`,
  });
}

function tagOf(tag: Json, header: string): string {
  const text = String(tag);
  if (!text.includes('|')) return text;
  throw new InputError({ field: header, message: `the tag "${text}" holds a "|", which separates tags` });
}

/** Whether the file quotes every cell, as its header shows. */
function isQuoted(content: string, delimiter: string): boolean {
  const line = /^\s*([^\r\n]*)/.exec(content)?.[1] ?? '';
  const cell = '"(?:[^"]|"")*"';
  return new RegExp(`^${cell}(?:${delimiter}${cell})*$`).test(line);
}

function needsQuotes(cell: string, delimiter: string): boolean {
  return /["\r\n]|^\s|\s$/.test(cell) || cell.includes(delimiter);
}
