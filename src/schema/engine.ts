import { createRequire } from 'node:module';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { InputError } from '../core/errors.ts';
import type { JsonSchema } from '../core/json.ts';

// ajv takes tens of milliseconds to load, and most commands never check a schema: so it is required on first use.
const require = createRequire(import.meta.url);

type Draft = '2020-12' | 'draft-07';
type Engine = Pick<Ajv2020, 'compile'>;

/** How every schema is compiled, those of this package at build too. */
export const engineOptions = {
  allErrors: true,
  // The errors then carry the schema and the value, which the messages are made of.
  verbose: true,
  // Schemas are written for models too, and hold words that ajv does not know.
  strict: false,
  logger: false,
  // Two schemas may have the same $id: two versions of one prompt do.
  addUsedSchema: false,
  validateSchema: false,
  // Most schemas are used a few times; to write shorter code takes longer than it saves.
  code: { optimize: false },
} as const;

const engines = new Map<Draft, Engine>();

/** The compiler for the draft of a schema. */
export function engineFor(schema: JsonSchema): Engine {
  const draft = draftOf(schema);
  const engine = engines.get(draft) ?? createEngine(draft);
  engines.set(draft, engine);
  return engine;
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

function createEngine(draft: Draft): Engine {
  const engine =
    draft === '2020-12' ? new (load2020().Ajv2020)(engineOptions) : new (load07().Ajv)(engineOptions);
  loadFormats().default(engine);
  return engine;
}

function load2020(): typeof import('ajv/dist/2020.js') {
  return require('ajv/dist/2020.js');
}

function load07(): typeof import('ajv') {
  return require('ajv');
}

function loadFormats(): typeof import('ajv-formats') {
  return require('ajv-formats');
}
