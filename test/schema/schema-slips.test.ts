import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/core/json.ts';
import { engineFor } from '../../src/schema/engine.ts';
import { formatPath } from '../../src/schema/field-path.ts';
import { formats, keywords } from '../../src/schema/keywords.ts';
import { schemaSlips } from '../../src/schema/schema-slips.ts';

const draft07 = { $schema: 'http://json-schema.org/draft-07/schema#' };
const told = (schema: JsonSchema) =>
  schemaSlips(schema).map(({ path, message, hint }) => `${formatPath(path)}: ${message}. ${hint}`);

describe('what nothing in a schema is checked by', () => {
  it.each<[string, JsonSchema, string[]]>([
    [
      'a misspelt keyword',
      { type: 'object', requierd: ['a'] },
      [
        'requierd: "requierd" is no keyword of JSON Schema 2020-12, so nothing is checked by it. Did you mean "required"?',
      ],
    ],
    [
      'the same word at several places, told once',
      {
        properties: { a: { minlength: 1 }, b: { anyOf: [{ minlength: 2 }] } },
        $defs: { c: { minlength: 3 } },
      },
      [
        'properties.a.minlength: "minlength" is no keyword of JSON Schema 2020-12, so nothing is checked by it (here and at 2 more places). Did you mean "minLength"?',
      ],
    ],
    [
      'a word that is like no keyword',
      { 'my-own-note': 1 },
      [
        'my-own-note: "my-own-note" is no keyword of JSON Schema 2020-12, so nothing is checked by it. Begin it with "x-" where it is a note of your own',
      ],
    ],
    [
      'a keyword of the other draft',
      { ...draft07, prefixItems: [{ patern: 'a' }] },
      [
        'prefixItems: "prefixItems" is no keyword of JSON Schema draft-07, so nothing is checked by it. Begin it with "x-" where it is a note of your own',
        'prefixItems[0].patern: "patern" is no keyword of JSON Schema draft-07, so nothing is checked by it. Did you mean "pattern"?',
      ],
    ],
    [
      'formats',
      {
        properties: {
          a: { format: 'emial' },
          b: { format: 'iri' },
          c: { format: 'email' },
          d: { format: 'mine' },
        },
      },
      [
        'properties.a.format: the format "emial" is not checked. Did you mean "email"? A pattern can say what it means',
        'properties.b.format: the format "iri" is not checked. Did you mean "uri"? A pattern can say what it means',
        'properties.d.format: the format "mine" is not checked. Did you mean "time"? A pattern can say what it means',
      ],
    ],
    [
      'nothing in names of properties, values and notes',
      {
        'x-order': 1,
        nullable: true,
        type: 'object',
        properties: { requierd: { type: 'string', const: { patern: 1 }, examples: [{ formt: 1 }] } },
        dependencies: { requierd: ['a'] },
        default: { requierd: 1 },
      },
      [],
    ],
  ])('%s', (_title, schema, slips) => {
    expect(told(schema)).toEqual(slips);
  });

  it('knows every keyword of both drafts', () => {
    const require = createRequire(import.meta.url);
    const words = (file: string) => Object.keys(require(`ajv/dist/refs/${file}.json`).properties);
    const parts = [
      'core',
      'applicator',
      'unevaluated',
      'validation',
      'meta-data',
      'format-annotation',
      'content',
    ];
    expect(keywords['draft-07']).toEqual(expect.arrayContaining(words('json-schema-draft-07')));
    for (const part of parts) {
      expect(keywords['2020-12']).toEqual(expect.arrayContaining(words(`json-schema-2020-12/meta/${part}`)));
    }
  });

  it.each(formats)('the format %s is one that checks know', (format) => {
    const known: unknown = Reflect.get(engineFor({}), 'formats');
    expect(known).toHaveProperty([format]);
  });
});
