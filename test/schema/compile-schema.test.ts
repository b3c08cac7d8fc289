import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { JsonSchema } from '../../src/core/json.ts';
import { compileSchema } from '../../src/schema/compile-schema.ts';
import { TooMuchToCheck } from '../../src/schema/reference-steps.ts';

const gate: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['metric'],
  properties: {
    metric: { type: 'string' },
    margin: { type: 'number', minimum: 0 },
    stat: { enum: ['mean', 'p50', 'p95'] },
  },
};

const config: JsonSchema = {
  type: 'object',
  properties: {
    gates: { type: 'array', items: { $ref: '#/$defs/gate' } },
    prices: {
      type: 'object',
      additionalProperties: { type: 'object', additionalProperties: { type: 'number' } },
    },
  },
  $defs: { gate },
};

describe('a check of a schema', () => {
  it.each<{ title: string; schema: JsonSchema; value: unknown; problems: unknown[] }>([
    {
      title: 'says nothing about a value that fits',
      schema: gate,
      value: { metric: 'quality' },
      problems: [],
    },
    {
      title: 'suggests the key that was meant',
      schema: config,
      value: { gates: [{ metric: 'a' }, { metric: 'b', margn: 1 }] },
      problems: [
        {
          path: ['gates', 1, 'margn'],
          field: 'gates[1].margn',
          message: 'unknown key "margn"',
          hint: 'Did you mean "margin"?',
        },
      ],
    },
    {
      title: 'names a missing field',
      schema: config,
      value: { gates: [{}] },
      problems: [
        {
          path: ['gates', 0, 'metric'],
          field: 'gates[0].metric',
          message: 'is missing',
          expected: 'a string',
        },
      ],
    },
    {
      title: 'names the type that was expected and what was found',
      schema: gate,
      value: { metric: 'a', margin: '5' },
      problems: [{ path: ['margin'], field: 'margin', message: 'is the string "5"', expected: 'a number' }],
    },
    {
      title: 'lists the values of an enum and suggests one',
      schema: gate,
      value: { metric: 'a', stat: 'p96' },
      problems: [
        {
          path: ['stat'],
          field: 'stat',
          message: 'is "p96"',
          expected: 'one of "mean", "p50", "p95"',
          hint: 'Did you mean "p95"?',
        },
      ],
    },
    {
      title: 'reports every mistake',
      schema: gate,
      value: { margin: -1, stat: 'p95', other: 1 },
      problems: [
        { path: ['metric'], field: 'metric', message: 'is missing', expected: 'a string' },
        {
          path: ['other'],
          field: 'other',
          message: 'unknown key "other"',
          hint: 'Known: metric, margin, stat',
        },
        { path: ['margin'], field: 'margin', message: 'is -1', expected: 'at least 0' },
      ],
    },
    {
      title: 'quotes keys that are no plain words',
      schema: config,
      value: { prices: { 'demo/in-context': { input: null } } },
      problems: [
        {
          path: ['prices', 'demo/in-context', 'input'],
          field: 'prices["demo/in-context"].input',
          message: 'is null',
          expected: 'a number',
        },
      ],
    },
    {
      title: 'speaks of lists, never of arrays',
      schema: { type: 'array', minItems: 1 },
      value: [],
      problems: [{ path: [], field: '', message: 'is empty', expected: 'at least 1 entry' }],
    },
    {
      title: 'reports a wrong type once where the values are listed too',
      schema: { type: 'string', enum: ['a', 'b'] },
      value: 3,
      problems: [{ path: [], field: '', message: 'is 3', expected: 'one of "a", "b"' }],
    },
    {
      title: 'says what is wrong with a name',
      schema: { type: 'object', propertyNames: { title: 'a short name', pattern: '^[a-z]+$' } },
      value: { 'A B': 1 },
      problems: [
        {
          path: ['A B'],
          field: '["A B"]',
          message: 'is not a name that can be used here',
          expected: 'a short name',
        },
      ],
    },
    {
      title: 'cuts long values and disarms control characters',
      schema: { type: 'number' },
      value: `\u001b[31m${'x'.repeat(200)}`,
      problems: [
        { path: [], field: '', message: `is the string "�${'x'.repeat(58)}…"`, expected: 'a number' },
      ],
    },
  ])('$title', ({ schema, value, problems }) => {
    expect(compileSchema(schema)(value)).toEqual(problems);
  });

  const address = { type: 'string', pattern: '^[A-Z]{3}$' };
  it.each<[keywords: JsonSchema, value: unknown, words: string]>([
    [address, 'ab', 'a is "ab" (expected a text that matches ^[A-Z]{3}$)'],
    [{ title: 'Code', ...address }, 'ab', 'a is "ab" (expected a text that matches ^[A-Z]{3}$)'],
    [{ title: 'three letters', ...address }, 'ab', 'a is "ab" (expected three letters)'],
    [{ type: 'string', minLength: 2 }, 'x', 'a has 1 character (expected at least 2)'],
    [{ type: 'string', maxLength: 1 }, 'xy', 'a has 2 characters (expected at most 1)'],
    [{ type: 'string', format: 'date' }, 'x', 'a is "x" (expected the format date)'],
    [{ const: { b: 1 } }, { b: 2 }, 'a is {"b":2} (expected {"b":1})'],
    [{ enum: [[1], 'x'] }, [2], 'a is [2] (expected one of [1], "x")'],
    [{ multipleOf: 0.5 }, 0.7, 'a is 0.7 (expected a multiple of 0.5)'],
    [{ minItems: 2 }, [1], 'a has 1 entry (expected at least 2)'],
    [{ uniqueItems: true }, [{ b: 1 }, { b: 1 }], 'a names {"b":1} twice'],
    [{ minProperties: 2 }, { b: 1 }, 'a has 1 key (expected at least 2)'],
    [
      { contains: { type: 'string' } },
      [1, 2],
      'a does not have as many entries as it must (expected at least 1 of this form: a string)',
    ],
    [
      { contains: { minimum: 1 }, maxContains: 2 },
      [1, 2, 3],
      'a does not have as many entries of one form as it must (expected 1 to 2)',
    ],
    [{ prefixItems: [{}], items: false }, [1, 2], 'a has 2 entries (expected at most 1)'],
    [{ prefixItems: [{}], unevaluatedItems: false }, [1, 2], 'a has 2 entries (expected at most 1)'],
    [
      { not: { type: 'string' } },
      'x',
      'a is "x", which is not allowed here (expected anything but a string)',
    ],
    [{ not: { type: 'integer', minimum: 3 } }, 4, 'a is 4, which is not allowed here'],
    [{ not: { type: 'string', minLength: 1 } }, 'x', 'a is "x", which is not allowed here'],
    [
      { not: { enum: ['x', 'y'] } },
      'x',
      'a is "x", which is not allowed here (expected anything but one of "x", "y")',
    ],
    [
      { contains: { type: 'integer', minimum: 5 } },
      [1, 2],
      'a does not have as many entries of one form as it must (expected at least 1)',
    ],
    [{ not: { required: ['b'] } }, { b: 1 }, 'a is of a form that is not allowed here'],
    [
      { anyOf: [address, { type: 'null' }] },
      'x',
      'a is "x" (expected a string that matches ^[A-Z]{3}$, or null)',
    ],
    [{ anyOf: [{ minimum: 3 }, { maximum: 1 }] }, 2, 'a is 2, which fits none of the allowed forms'],
    [
      {
        oneOf: [
          { type: 'object', required: ['b'] },
          { type: 'object', required: ['c'] },
        ],
      },
      {},
      'a fits none of the allowed forms',
    ],
    [{ if: { type: 'number' }, else: { maxLength: 1 } }, 'xy', 'a has 2 characters (expected at most 1)'],
    [{ dependentRequired: { b: ['c'] } }, { b: 1 }, 'a.c is missing beside "b"'],
    [{ dependencies: { b: ['c'] } }, { b: 1 }, 'a.c is missing beside "b"'],
    [
      { required: ['b'], properties: { b: address } },
      {},
      'a.b is missing (expected a string that matches ^[A-Z]{3}$)',
    ],
    [
      { propertyNames: { maxLength: 1 } },
      { bc: 1 },
      'a.bc is not a name that can be used here (expected a text of at most 1 character)',
    ],
    [{ properties: { b: false } }, { b: 1 }, 'a.b is not allowed here'],
  ])('says of %j and %j: %s', (keywords, value, words) => {
    const problems = compileSchema({ properties: { a: keywords } })({ a: value });
    expect(
      problems.map(
        ({ field, message, expected }) => `${field} ${message}${expected ? ` (expected ${expected})` : ''}`,
      ),
    ).toEqual([words]);
  });

  it('is made once for each schema object', () => {
    expect(compileSchema(gate)).toBe(compileSchema(gate));
  });

  it('takes two schemas with the same $id', () => {
    const first = compileSchema({ $id: 'https://example.com/answer', type: 'string' });
    const second = compileSchema({ $id: 'https://example.com/answer', type: 'number' });
    expect([first('a'), second(1)]).toEqual([[], []]);
  });

  it('knows draft-07, where a list of items is a tuple', () => {
    const schema = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'number' }] };
    expect(compileSchema(schema)(['a'])).toHaveLength(1);
  });

  it('checks formats', () => {
    expect(compileSchema({ format: 'date' })('yesterday')).toEqual([
      { path: [], field: '', message: 'is "yesterday"', expected: 'the format date' },
    ]);
  });
});

describe('what JavaScript makes of numbers and objects', () => {
  it.each<[divisor: number, fits: number[], others: number[]]>([
    [0.01, [19.99, 1.15, 0.57, 0.07, 0, -4.35, 1e21, 123456789.01], [19.995, 1e-7, 0.0100000001]],
    [0.001, [4.035], [1.0005]],
    [1e-7, [3e-7, 0.1], [1.5e-7]],
    [1, [1e21], [1.5]],
    [3, [-9, 9007199254740990], [9007199254740991]],
    [0.5, [9007199254740992], [0.25]],
    [2.5e-300, [5e300], [1e-300]],
    [1e300, [2e300], [5]],
  ])('multipleOf %d', (multipleOf, fits, others) => {
    const check = compileSchema({ multipleOf });
    expect([...fits, ...others].filter((value) => check(value).length === 0)).toEqual(fits);
  });

  it('finds an entry that stands twice in a list of any length', () => {
    const check = compileSchema({ properties: { a: { anyOf: [{ uniqueItems: true }, { type: 'null' }] } } });
    const list = Array.from({ length: 100_000 }, (_, index) => ({ b: index, c: [index] }));
    expect(check({ a: list })).toEqual([]);
    expect(check({ a: [...list, { c: [7], b: 7 }] })).toMatchObject([
      { field: 'a', message: 'names {"c":[7],"b":7} twice' },
    ]);
    expect(compileSchema({ uniqueItems: false })([1, 1])).toEqual([]);
    expect(compileSchema({ uniqueItems: true })([1, '1', [1], null, true, 'null'])).toEqual([]);
  });

  it.each<[keywords: JsonSchema, fits: string[], others: string[]]>([
    [
      { const: { k: 1 } },
      ['{"k":1}', '{"k":1.0}'],
      ['{"toString":1}', '{"valueOf":1}', '{"k":1,"toString":1}', '[1]', 'null'],
    ],
    [{ const: { toString: 1 } }, ['{"toString":1}'], ['{}', '{"toString":2}', '{"valueOf":1}']],
    [{ const: { a: [1], b: {} } }, ['{"b":{},"a":[1]}'], ['{"b":[],"a":[1]}', '{"b":{},"a":["1"]}']],
    [{ enum: ['x', { k: null }, [2]] }, ['"x"', '{"k":null}', '[2]'], ['{"toString":1}', '{}', '"y"', '2']],
    [{ enum: ['x', 1, null] }, ['"x"', '1.0', 'null'], ['{"toString":1}', '{"valueOf":{}}', '"1"']],
    [{ const: 'x' }, ['"x"'], ['{"toString":1}', '["x"]']],
  ])('%j takes a value that is the same, whatever its keys are', (keywords, fits, others) => {
    const check = compileSchema({ properties: { a: keywords } });
    const isTaken = (text: string) => check({ a: JSON.parse(text) }).length === 0;
    expect([...fits, ...others].filter(isTaken)).toEqual(fits);
  });

  it('no key is there because every object inherits it', () => {
    const text = { type: 'string' };
    const check = compileSchema({
      required: ['constructor', 'toString'],
      properties: { constructor: text, toString: text, valueOf: text },
      dependentRequired: { valueOf: ['a'] },
      dependentSchemas: { hasOwnProperty: { required: ['b'] } },
    });
    expect(check({ driver: 'x' }).map(({ field, message }) => [field, message])).toEqual([
      ['constructor', 'is missing'],
      ['toString', 'is missing'],
    ]);
    expect(check({ constructor: 'a', toString: 'b' })).toEqual([]);
    expect(compileSchema({ required: ['__proto__'] })({})).toHaveLength(1);
    expect(compileSchema({ required: ['__proto__'] })(JSON.parse('{"__proto__":1}'))).toEqual([]);
  });
});

describe('a schema that refers to itself', () => {
  const tree = {
    type: 'object',
    properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
  };
  const list = {
    $ref: '#/$defs/a',
    $defs: {
      a: { properties: { name: { type: 'string' }, children: { items: { $ref: '#/$defs/b' } } } },
      b: { anyOf: [{ $ref: '#/$defs/a' }, { type: 'null' }] },
    },
  };

  it.each<[string, JsonSchema]>([
    ['as a whole', tree],
    ['as a whole, in draft-07', { $schema: 'http://json-schema.org/draft-07/schema#', ...tree }],
    ['as a whole, with an $id', { $id: 'https://example.com/tree', ...tree }],
    ['by way of two definitions', list],
    [
      'by a name',
      {
        $ref: '#n',
        $defs: {
          a: {
            $anchor: 'n',
            ...tree,
            properties: { ...tree.properties, children: { items: { $ref: '#n' } } },
          },
        },
      },
    ],
    [
      'by a name that other documents may take over',
      {
        ...tree,
        $dynamicAnchor: 'n',
        properties: { ...tree.properties, children: { items: { $dynamicRef: '#n' } } },
      },
    ],
    ['only in definitions that nothing uses', { ...tree, $defs: { c: { $ref: '#/$defs/c' } } }],
  ])('%s', (_title, schema) => {
    const check = compileSchema(schema);
    expect(check({ name: 'a', children: [{ name: 'b', children: [] }] })).toEqual([]);
    expect(check({ children: [{ children: [{ name: 1 }] }] }).length).toBeGreaterThan(0);
  });

  it.each<JsonSchema>([
    { $ref: '#' },
    { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
    { type: 'array', items: { anyOf: [{ type: 'null' }, { not: { $ref: '#/items' } }] } },
    { properties: { a: { dependentSchemas: { b: { $ref: '#/properties/a' } } } } },
    { $dynamicRef: '#n', $dynamicAnchor: 'n', type: 'object' },
    { $ref: '#n', $anchor: 'n' },
    { $ref: '#/$defs/a', $defs: { a: { $anchor: 'n', allOf: [{ $dynamicRef: '#n' }] } } },
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      allOf: [{ $ref: '#n' }],
      definitions: { n: { $id: '#n', not: { $ref: '#' } } },
    },
  ])('%j without end is refused', (schema) => {
    expect(() => compileSchema(schema)).toThrow(InputError);
    expect(() => compileSchema(schema)).toThrow(/the \$ref "#.*" leads back to itself/);
  });
});

describe('alternatives that refer to themselves', () => {
  const ops = ['add', 'sub', 'mul', 'div'];
  const sides = { left: { $ref: '#/$defs/e' }, right: { $ref: '#/$defs/e' } };
  const branches = ops.map((op) => ({
    type: 'object',
    // `op` stands last, so that what decides is seen after both sides.
    properties: { ...sides, op: { const: op } },
    required: ['op', 'left', 'right'],
  }));
  const expression = { $ref: '#/$defs/e', $defs: { e: { anyOf: [...branches, { type: 'number' }] } } };
  const nested = (depth: number, leaf: unknown): unknown =>
    depth === 0 ? leaf : { op: 'div', left: nested(depth - 1, leaf), right: 1 };
  const chain = (depth: number, leaf: unknown): unknown =>
    depth === 0 ? leaf : { c: chain(depth - 1, leaf) };
  const link = { type: 'object', properties: { c: { $ref: '#' } } };
  const links = { anyOf: [link, { ...link, required: ['d'] }, { type: 'string' }] };

  it.each<
    [title: string, schema: JsonSchema, value: (leaf: unknown) => unknown, fits: unknown, others: unknown]
  >([
    ['behind a definition', expression, (leaf) => nested(150, leaf), 1, 'x'],
    ['as a whole', links, (leaf) => chain(150, leaf), 'x', 5],
    [
      'as a whole, in draft-07',
      { $schema: 'http://json-schema.org/draft-07/schema#', ...links },
      (leaf) => chain(150, leaf),
      'x',
      5,
    ],
    [
      'in a oneOf',
      { oneOf: [link, { type: 'string' }, { ...link, required: ['d'] }] },
      (leaf) => chain(150, leaf),
      'x',
      5,
    ],
  ])('%s come to a verdict on a value of many levels', (_title, schema, value, fits, others) => {
    const check = compileSchema(schema);
    expect(check(value(fits))).toEqual([]);
    expect(check(value(others)).length).toBeGreaterThan(0);
    expect(check(value(fits))).toEqual([]);
  });

  it('say so where a verdict would take too many steps', () => {
    const check = compileSchema({
      anyOf: [{ ...link, unevaluatedProperties: false }, link, { type: 'string' }],
    });
    expect(check(chain(3, 'x'))).toEqual([]);
    expect(check(chain(3, 5))).not.toEqual([]);
    expect(() => check(chain(100, 5))).toThrow(TooMuchToCheck);
    expect(check(chain(3, 'x'))).toEqual([]);
  });

  it('names every mistake of a list whose entries are references', () => {
    const check = compileSchema({ items: { $ref: '#/$defs/n' }, $defs: { n: { type: 'number' } } });
    expect(check(['a', 1, 'b']).map(({ field }) => field)).toEqual(['[0]', '[2]']);
  });
});

describe('alternatives', () => {
  const models: JsonSchema = {
    type: 'array',
    items: {
      anyOf: [
        { type: 'string' },
        {
          type: 'object',
          required: ['model'],
          properties: { model: { type: 'string' } },
          additionalProperties: false,
        },
      ],
    },
  };
  const text = { type: 'string' };
  const messages: JsonSchema = {
    anyOf: [
      {
        title: 'a message: {role, content}',
        type: 'object',
        required: ['role', 'content'],
        properties: { role: text, content: text },
        additionalProperties: false,
      },
      {
        title: 'a conversation: {variable}',
        type: 'object',
        required: ['variable'],
        properties: { variable: text },
        additionalProperties: false,
      },
    ],
  };
  const kinds: JsonSchema = {
    oneOf: [
      { properties: { type: { const: 'fs' }, folder: { type: 'string' } }, required: ['type', 'folder'] },
      { $ref: '#/$defs/database' },
    ],
    $defs: {
      database: {
        properties: { type: { const: 'postgres' }, url: { type: 'string' } },
        required: ['type', 'url'],
      },
    },
  };

  it.each<{ title: string; schema: JsonSchema; value: unknown; problems: unknown[] }>([
    {
      title: 'are named where none is meant',
      schema: models,
      value: [5],
      problems: [{ path: [0], field: '[0]', message: 'is 5', expected: 'a string, or an object' }],
    },
    {
      title: 'give the mistake of the branch whose type fits',
      schema: models,
      value: [{ modle: 'a/b', model: 'a/b' }],
      problems: [
        {
          path: [0, 'modle'],
          field: '[0].modle',
          message: 'unknown key "modle"',
          hint: 'Did you mean "model"?',
        },
      ],
    },
    {
      title: 'give the mistakes of the branch that has the key that was meant',
      schema: messages,
      value: { rol: 'user' },
      problems: [
        { path: ['role'], field: 'role', message: 'is missing', expected: 'a string' },
        { path: ['content'], field: 'content', message: 'is missing', expected: 'a string' },
        { path: ['rol'], field: 'rol', message: 'unknown key "rol"', hint: 'Did you mean "role"?' },
      ],
    },
    {
      title: 'are named where none has a key of the value',
      schema: messages,
      value: { text: 'Hello' },
      problems: [
        {
          path: [],
          field: '',
          message: 'fits none of the allowed forms',
          expected: 'a message: {role, content}, or a conversation: {variable}',
        },
      ],
    },
    {
      title: 'give the mistake of the branch whose fixed value fits, behind a reference',
      schema: kinds,
      value: { type: 'postgres' },
      problems: [{ path: ['url'], field: 'url', message: 'is missing', expected: 'a string' }],
    },
    {
      title: 'do not hide mistakes that lie beside them',
      schema: { properties: { a: { type: 'string' } }, anyOf: [{ required: ['b'] }, { required: ['c'] }] },
      value: { a: 1 },
      problems: [
        { path: ['a'], field: 'a', message: 'is the number 1', expected: 'a string' },
        { path: [], field: '', message: 'fits none of the allowed forms' },
      ],
    },
    {
      title: 'say so where more than one fits',
      schema: { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      value: { a: 1, b: 1 },
      problems: [
        {
          path: [],
          field: '',
          message: 'fits more than one of the allowed forms',
          expected: 'exactly one of them',
        },
      ],
    },
  ])('$title', ({ schema, value, problems }) => {
    const found = compileSchema(schema)(value);
    expect(found).toHaveLength(problems.length);
    expect(found).toEqual(expect.arrayContaining(problems));
  });
});

describe('a schema that is not valid', () => {
  it.each<{ title: string; schema: JsonSchema; problem: object }>([
    {
      title: 'an unknown type',
      schema: { properties: { a: { type: 'strin' } } },
      problem: { field: 'properties.a.type', message: 'is "strin"', hint: 'Did you mean "string"?' },
    },
    {
      title: 'a reference that leads nowhere',
      schema: { $ref: '#/$defs/none' },
      problem: { message: 'the $ref "#/$defs/none" leads nowhere' },
    },
    {
      title: 'an unknown draft',
      schema: { $schema: 'http://json-schema.org/draft-04/schema#' },
      problem: { field: '$schema' },
    },
    {
      title: 'required that is no list',
      schema: { required: 'a' },
      problem: { field: 'required', expected: 'a list' },
    },
  ])('is an input error: $title', ({ schema, problem }) => {
    const problems = problemsOf(() => compileSchema(schema));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject(problem);
  });
});

function problemsOf(action: () => unknown): readonly object[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}
