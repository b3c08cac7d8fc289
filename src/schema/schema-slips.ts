import { isJsonObject, type JsonSchema } from '../core/json.ts';
import { suggest } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import { draftOf } from './engine.ts';
import type { Path } from './field-path.ts';
import { formats, inner, keywords, notes } from './keywords.ts';

/** A word of a schema by which nothing is checked, though it looks as if. */
export interface SchemaSlip {
  /** Where it stands first. */
  path: Path;
  message: string;
  hint: string;
}

/**
 * Keywords that JSON Schema does not have, and formats that are not checked: a check passes by them in silence. Each word is told
 * once. Those that begin with `x-` are the author's own.
 *
 * @param schema that is valid.
 */
export function schemaSlips(schema: JsonSchema): SchemaSlip[] {
  const draft = draftOf(schema);
  const found = new Map<string, { slip: SchemaSlip; places: number }>();
  const tell = (word: string, slip: SchemaSlip) => {
    const known = found.get(word);
    if (known === undefined) found.set(word, { slip, places: 1 });
    else known.places += 1;
  };
  for (const [path, part] of schemasIn(schema)) {
    for (const [word, value] of Object.entries(part)) {
      const place = [...path, word];
      if (![...keywords[draft], ...notes].includes(word) && !word.startsWith('x-')) {
        tell(word, { path: place, ...unknownKeyword(word, draft) });
      }
      if (word === 'format' && typeof value === 'string' && !formats.includes(value)) {
        tell(`format ${value}`, { path: place, ...unknownFormat(value) });
      }
    }
  }
  return [...found.values()].map(({ slip, places }) =>
    places === 1
      ? slip
      : {
          ...slip,
          message: `${slip.message} (here and at ${places - 1} more place${places === 2 ? '' : 's'})`,
        },
  );
}

function unknownKeyword(word: string, draft: keyof typeof keywords): Omit<SchemaSlip, 'path'> {
  const meant = suggest(word, keywords[draft]);
  return {
    message: `"${excerpt(word, 60)}" is no keyword of JSON Schema ${draft}, so nothing is checked by it`,
    hint:
      meant === undefined ? 'Begin it with "x-" where it is a note of your own' : `Did you mean "${meant}"?`,
  };
}

function unknownFormat(format: string): Omit<SchemaSlip, 'path'> {
  const meant = suggest(format, formats);
  return {
    message: `the format "${excerpt(format, 60)}" is not checked`,
    hint: `${meant === undefined ? '' : `Did you mean "${meant}"? `}A pattern can say what it means`,
  };
}

/** Every schema in a schema, itself included, with where it stands. */
function* schemasIn(schema: unknown, path: Path = []): Generator<[Path, object]> {
  if (!isJsonObject(schema)) return;
  yield [path, schema];
  for (const [word, value] of Object.entries(schema)) {
    const place = [...path, word];
    if (inner.list.includes(word) && Array.isArray(value)) {
      for (const [index, entry] of value.entries()) yield* schemasIn(entry, [...place, index]);
    } else if (inner.one.includes(word)) yield* schemasIn(value, place);
    else if (inner.map.includes(word) && isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) yield* schemasIn(member, [...place, name]);
    }
  }
}
