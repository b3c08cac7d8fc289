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
      properties: { title: { type: ['string', 'null'] }, size: { enum: ['S', 'L'], description: 'how big' } },
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
    { 'kind?(enum)': ['S', 'L'], 'list?(array)': 'any', 'what?': 'any', 'part?': { 'type?': 'string' } },
    {
      type: 'object',
      properties: {
        kind: { enum: ['S', 'L', null] },
        list: { type: ['array', 'null'], items: {} },
        what: {},
        part: {
          type: ['object', 'null'],
          properties: { type: { type: ['string', 'null'] } },
          required: [],
          additionalProperties: false,
        },
      },
      required: [],
      additionalProperties: false,
    },
    [],
  ],
  [
    { 'items(array)': { type: 'string', price: 'number' } },
    expect.objectContaining({
      properties: {
        items: {
          type: 'array',
          items: {
            type: 'object',
            properties: { type: { type: 'string' }, price: { type: 'number' } },
            required: ['type', 'price'],
            additionalProperties: false,
          },
        },
      },
    }),
    [],
  ],
  [{ properties: { a: {} } }, { type: 'object', properties: { a: {} } }, []],
  [
    { type: 'object', properties: { a: { type: 'string' } } },
    { type: 'object', properties: { a: { type: 'string' } } },
    [],
  ],
])('%j', (source, schema, lost) => {
  expect(readPicoschema(source)).toEqual({ schema, lost });
});
