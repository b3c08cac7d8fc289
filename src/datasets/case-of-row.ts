import type { Case } from '../core/case.ts';
import { digestOf } from '../core/digest.ts';
import { isJsonObject, type Json } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { suggest } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import type { Row } from './rows.ts';

const reserved = ['id', 'expected', 'tags', 'critical', 'split', 'notes'] as const;
type Reserved = (typeof reserved)[number];

/** Fields with a meaning of their own; every other field of a row is a variable. */
export function isReserved(name: string): boolean {
  return reserved.some((known) => known === name);
}

/** Problems carry the field, and neither file nor line. */
export interface ReadCase {
  case: Case;
  /** The id was made from the content. */
  derivedId: boolean;
  problems: Problem[];
}

/** Understands a row. What is wrong is listed, and left at its default in the case. */
export function caseOfRow(row: Row): ReadCase {
  const problems: Problem[] = [];
  const take = <Value>(field: Reserved, read: (value: Json) => Value | Mistake, absent: Value): Value => {
    const given = row.fields.get(field);
    const value = given === undefined || given === null ? absent : read(given);
    if (!(value instanceof Mistake)) return value;
    problems.push({ field, ...value.words });
    return absent;
  };
  const variables = Object.fromEntries([...row.fields].filter(([name]) => !isReserved(name)));
  if (row.fields.has('__proto__'))
    problems.push({ field: '__proto__', message: "is a name that can't be used" });
  const id = take('id', readId, '');
  const tags = take('tags', readTags, []);
  const critical = take('critical', readBoolean, false);
  const split = take('split', readSplit, null);
  const expected = row.fields.get('expected');
  // Written in one piece, an object takes no room for fields that come later; there may be millions.
  const read: Case =
    expected === undefined
      ? { id, variables, tags, critical, split }
      : { id, variables, expected, tags, critical, split };
  const notes = take('notes', readNotes, '');
  if (notes !== '') read.notes = notes;
  if (id === '') read.id = contentId(read);
  return { case: read, derivedId: id === '', problems };
}

/** Twelve digits: among 100,000 cases two contents share one less than once in 50,000 datasets. */
function contentId({ variables, expected }: Case): string {
  return `case-${digestOf({ variables, expected }).slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

class Mistake {
  readonly words: Omit<Problem, 'file' | 'line' | 'field'>;

  constructor(words: Omit<Problem, 'file' | 'line' | 'field'>) {
    this.words = words;
  }
}

function readId(value: Json): string | Mistake {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string'
    ? value.trim()
    : new Mistake({ message: `is ${shown(value)}`, expected: 'a text' });
}

function readTags(value: Json): string[] | Mistake {
  const tags = typeof value === 'string' ? value.split('|') : value;
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string' || typeof tag === 'number')) {
    return new Mistake({
      message: `is ${shown(value)}`,
      expected: 'a list of texts, or one text such as "edge|german"',
    });
  }
  return [...new Set(tags.map((tag) => String(tag).trim()).filter((tag) => tag !== ''))];
}

/** Spreadsheets write TRUE and FALSE. */
function readBoolean(value: Json): boolean | Mistake {
  const word = String(value).trim().toLowerCase();
  if (word === 'true') return true;
  if (word === 'false' || word === '') return false;
  return new Mistake({ message: `is ${shown(value)}`, expected: 'true or false' });
}

function readSplit(value: Json): Case['split'] | Mistake {
  const word = typeof value === 'string' ? value.trim() : value;
  if (word === 'tune' || word === 'release') return word;
  if (word === '') return null;
  const meant = typeof word === 'string' ? suggest(word, ['tune', 'release']) : undefined;
  const hint = meant === undefined ? {} : { hint: `Did you mean "${meant}"?` };
  return new Mistake({
    message: `is ${shown(value)}`,
    expected: 'tune, release, or nothing for both',
    ...hint,
  });
}

function readNotes(value: Json): string | Mistake {
  return typeof value === 'string'
    ? value
    : new Mistake({ message: `is ${shown(value)}`, expected: 'a text' });
}

function shown(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return isJsonObject(value) ? 'an object' : excerpt(JSON.stringify(value), 60);
}
