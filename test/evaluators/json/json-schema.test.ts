import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import type { JsonSchema } from '../../../src/core/json.ts';
import { jsonSchema } from '../../../src/evaluators/json/json-schema.ts';
import { outcomeOf, reasonOf, scoreOf } from '../context.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['category', 'urgency'],
  additionalProperties: false,
  properties: {
    category: { enum: ['billing', 'technical'] },
    urgency: { type: 'integer', minimum: 1 },
    people: { type: 'array', items: { type: 'object', required: ['name'] } },
  },
};

describe('jsonSchema', () => {
  it.each([
    ['{"category":"billing","urgency":1}', 1],
    [' {"category":"billing","urgency":1}\n', 1],
    ['{"category":"billing","urgency":1.0}', 1],
    ['{"category":"billing"}', 0],
    ['{"category":"Billing","urgency":1}', 0],
    ['{"category":"billing","urgency":1,"more":1}', 0],
    ['{"category":"billing","urgency":1,"people":[{}]}', 0],
    ['[]', 0],
    ['null', 0],
    ['', 0],
    ['```json\n{"category":"billing","urgency":1}\n```', 0],
    ['{"category":"billing","urgency":1} as asked', 0],
    ['{"category":"billing","urgency":1', 0],
    ['{"category":"billing","urgency":1e999}', 0],
    ['['.repeat(500_000) + ']'.repeat(500_000), 0],
  ])('%#: scores %.80j with %d', async (text, value) => {
    expect(await outcomeOf(jsonSchema({ schema }), text)).toBe(value);
  });

  it('names the fields that do not fit, three at most', async () => {
    const evaluator = jsonSchema({ schema });
    expect(await reasonOf(evaluator, '{"category":"billing"}')).toMatch(/^urgency is missing/);
    expect(await reasonOf(evaluator, '[]')).toMatch(/^the answer is a list/);
    const many = await reasonOf(evaluator, '{"category":1,"urgency":0,"people":[{}],"more":1}');
    for (const field of ['category', 'urgency']) expect(many).toContain(field);
    expect(many.split('; ')).toHaveLength(4);
    expect(many).toMatch(/; and 1 more$/);
  });

  it('keeps the reason short and printable whatever the answer calls its keys', async () => {
    const reason = await reasonOf(
      jsonSchema({ schema }),
      JSON.stringify({ [`\u202e${'k'.repeat(1e6)}`]: 1 }),
    );
    expect(reason.length).toBeLessThan(800);
    expect(reason).not.toContain('\u202e');
  });

  it('reads the part at a path', async () => {
    const evaluator = jsonSchema({ schema: { type: 'integer' }, path: 'a[0]' });
    expect(await outcomeOf(evaluator, '{"a":[1]}')).toBe(1);
    expect(await outcomeOf(evaluator, '{"a":["1"]}')).toBe(0);
    expect(await reasonOf(evaluator, '{"a":[]}')).toBe('the answer has no value at "a[0]"');
  });

  it('scores a string that a path leads to as that string, not as JSON once more', async () => {
    expect(await outcomeOf(jsonSchema({ schema: { type: 'string' }, path: 'a' }), '{"a":"{}"}')).toBe(1);
    expect(await outcomeOf(jsonSchema({ schema: { type: 'object' }, path: 'a' }), '{"a":"{}"}')).toBe(0);
  });

  it('takes the schema of the run in prepare', async () => {
    const made = jsonSchema();
    expect(await outcomeOf(made, '{}')).toBe('no output schema');
    const prepared = made.prepare?.({ outputSchema: schema });
    if (prepared === undefined) throw new Error('jsonSchema() has no prepare');
    expect(await scoreOf(prepared, '{"category":"billing","urgency":1}')).toEqual({
      metric: 'schema',
      value: 1,
    });
    expect(await outcomeOf(prepared, '{}')).toBe(0);
    expect(prepared.metrics).toEqual(made.metrics);
    expect(prepared.options).toEqual({ schema });
    expect(await outcomeOf(made, '{}')).toBe('no output schema');
  });

  it('says which field of the prompt is missing', () => {
    expect(() => jsonSchema().prepare?.({ outputSchema: null })).toThrow(InputError);
    expect(() => jsonSchema().prepare?.({ outputSchema: null })).toThrow(/Add jsonSchema to the prompt file/);
  });

  it('keeps to its own schema where it has one', () => {
    expect(jsonSchema({ schema }).prepare).toBeUndefined();
    expect(jsonSchema({ schema, metric: 'form' })).toMatchObject({
      options: { schema },
      metrics: [{ id: 'form' }],
    });
  });

  it.each([
    [{ schema: { type: 'strin' } }, /^jsonSchema\.schema\.type/],
    [{ schema: { $ref: '#/nowhere' } }, /^jsonSchema\.schema/],
    [{ path: 'a' }, /^jsonSchema\.path: is given without a schema/],
  ])('refuses %j', (options, message) => {
    expect(() => jsonSchema(options)).toThrow(InputError);
    expect(() => jsonSchema(options)).toThrow(message);
  });
});
