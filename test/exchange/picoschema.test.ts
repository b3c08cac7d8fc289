import { expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { readPicoschema } from '../../src/exchange/picoschema.ts';

it.each<[Json, unknown, string[]]>([
  ['string, of a name', { type: 'string', description: 'of a name' }, []],
  ['any', {}, []],
  ['Recipe', {}, ['the schema "Recipe", which is defined in code']],
  [
    { 'title?': 'string', 'size(enum, how big)': ['S', 'L'], '(*)': 'integer' },
    {
      type: 'object',
      properties: { title: { type: 'string' }, size: { enum: ['S', 'L'], description: 'how big' } },
      required: ['size'],
      additionalProperties: { type: 'integer' },
    },
    [],
  ],
  [
    { 'steps(array, in order)': { time: 'integer' } },
    {
      type: 'object',
      properties: {
        steps: {
          type: 'array',
          description: 'in order',
          items: {
            type: 'object',
            properties: { time: { type: 'integer' } },
            required: ['time'],
            additionalProperties: false,
          },
        },
      },
      required: ['steps'],
      additionalProperties: false,
    },
    [],
  ],
  [{ 'a?(object)': { b: 'boolean' } }, expect.objectContaining({ required: [] }), []],
  [
    { type: 'object', properties: { a: { type: 'string' } } },
    { type: 'object', properties: { a: { type: 'string' } } },
    [],
  ],
])('%j', (source, schema, lost) => {
  expect(readPicoschema(source)).toEqual({ schema, lost });
});
