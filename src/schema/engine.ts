import type { Ajv } from 'ajv';
import type { Ajv2020, CodeKeywordDefinition } from 'ajv/dist/2020.js';
import { InputError } from '../core/errors.ts';
import type { JsonSchema } from '../core/json.ts';
import { load07, load2020, loadFormats } from './load-ajv.ts';
import { multipleOf } from './multiple-of.ts';
import { sameValues } from './same-values.ts';
import { uniqueItems } from './unique-items.ts';

export type Draft = '2020-12' | 'draft-07';
type Engine = Pick<Ajv2020, 'compile'>;

/** How every schema is compiled, those of this package at build too. */
export const engineOptions = {
  allErrors: true,
  // The errors then carry the schema and the value, which the messages are made of.
  verbose: true,
  // Schemas are written for models too, and hold words that ajv does not know.
  strict: false,
  logger: false,
  validateSchema: false,
  // What every object inherits, such as `constructor`, is no property of an answer.
  ownProperties: true,
  // Most schemas are used a few times; to write shorter code takes longer than it saves.
  code: { optimize: false },
} as const;

/** What one compiler does otherwise than the rest. */
export interface Asked {
  allErrors?: boolean;
  /** Takes the place of ajv's own `$ref` and `$dynamicRef`. */
  reference?: (own: CodeKeywordDefinition) => CodeKeywordDefinition;
}

/**
 * The compiler for a schema, of its draft. Each has its own: an engine keeps every `$id` that it has seen, and two versions of
 * one prompt have the same.
 */
export function engineFor(schema: JsonSchema, { allErrors = true, reference }: Asked = {}): Engine {
  // A schema may refer to that of its draft; all others are spared the time that this one takes.
  const meta = /"\$ref":"https?:\/\/json-schema\.org/.test(JSON.stringify(schema));
  const options = { ...engineOptions, allErrors, meta };
  const engine =
    draftOf(schema) === '2020-12' ? new (load2020().Ajv2020)(options) : new (load07().Ajv)(options);
  loadFormats().default(engine);
  for (const keyword of [multipleOf, uniqueItems]) engine.removeKeyword(keyword.keyword).addKeyword(keyword);
  for (const keyword of ['const', 'enum']) rewrite(engine, keyword, sameValues);
  if (reference !== undefined) {
    for (const keyword of ['$ref', '$dynamicRef']) rewrite(engine, keyword, reference);
  }
  return engine;
}

/** Changes what code ajv writes for a keyword; nothing where the draft does not have it. */
function rewrite(
  engine: Ajv2020 | Ajv,
  keyword: string,
  change: (own: CodeKeywordDefinition) => CodeKeywordDefinition,
): void {
  const own = engine.getKeyword(keyword);
  if (typeof own !== 'object' || !isCode(own)) return;
  engine.removeKeyword(keyword).addKeyword({ ...change(own), keyword });
}

function isCode(definition: object): definition is CodeKeywordDefinition {
  return 'code' in definition && typeof definition.code === 'function';
}

/**
 * The draft that a schema names with `$schema`; 2020-12 where it names none.
 *
 * @throws InputError for a draft that is neither 2020-12 nor draft-07.
 */
export function draftOf(schema: JsonSchema): Draft {
  const named = schema.$schema;
  if (named === undefined) return '2020-12';
  if (typeof named === 'string' && named.includes('json-schema.org/draft/2020-12/')) return '2020-12';
  if (typeof named === 'string' && named.includes('json-schema.org/draft-07/')) return 'draft-07';
  throw new InputError({
    field: '$schema',
    message: `is ${JSON.stringify(named)}`,
    expected: '"https://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/draft-07/schema#"',
    hint: 'Leave it out for 2020-12',
  });
}
