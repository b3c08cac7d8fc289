import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonSchema } from '../../src/core/json.ts';
import type { PromptFile, ToolChoice, ToolDefinition, Variable } from '../../src/core/prompt.ts';
import { interfaceChanges } from '../../src/prompts/interface-changes.ts';
import { lostGuarantees } from '../../src/prompts/lost-guarantees.ts';
import { compileSchema } from '../../src/schema/compile-schema.ts';
import { promptAnswering, promptOf } from './prompts.ts';

const required: Variable = { type: 'string', required: true };
const optional: Variable = { type: 'string', required: false, default: '' };

describe('a variable', () => {
  it.each<[string, Record<string, Variable>, Record<string, Variable>, string[]]>([
    ['may stay', { a: required }, { a: required }, []],
    ['may become optional', { a: required }, { a: optional }, []],
    ['may be new and optional', { a: required }, { a: required, b: optional }, []],
    ['must not go', { a: required, b: optional }, { a: required }, ['variables.b: the variable is gone']],
    [
      'must not be new and required',
      {},
      { b: required },
      ['variables.b: a new variable, and it is required'],
    ],
    [
      'must not become required',
      { b: optional },
      { b: required },
      ['variables.b: the variable is required now'],
    ],
    [
      'must keep its type',
      { a: required },
      { a: { type: 'messages', required: true } },
      ['variables.a: the variable was of type string and is of type messages'],
    ],
  ])('%s', (_, before, after, said) => {
    const changes = interfaceChanges(promptOf('', before), promptOf('', after));
    expect(changes.map(({ field, message }) => `${field}: ${message}`)).toEqual(said);
  });
});

const order = { type: 'string', pattern: '^A' };
const lookup = {
  name: 'lookup',
  strict: true,
  parameters: { type: 'object', required: ['order'], properties: { order } },
};
const escalate = { name: 'escalate', parameters: { type: 'object' } };
const withTools = (tools: ToolDefinition[], toolChoice?: ToolChoice): PromptFile => {
  const prompt = promptOf('Hello');
  const extension = { ...prompt['x-prompteval'], tools, ...(toolChoice && { toolChoice }) };
  return { ...prompt, 'x-prompteval': extension };
};

describe('a tool', () => {
  const loose = { ...lookup, parameters: { ...lookup.parameters, required: [] } };
  const other = {
    ...lookup,
    parameters: { ...lookup.parameters, properties: { order: { type: 'string' } } },
  };
  it.each<[string, PromptFile, PromptFile, string[]]>([
    ['may stay', withTools([lookup]), withTools([lookup], 'auto'), []],
    ['may be described anew', withTools([lookup]), withTools([{ ...lookup, description: 'Finds' }]), []],
    ['may promise more', withTools([loose, escalate]), withTools([escalate, lookup], 'required'), []],
    ['must not go', withTools([lookup, escalate]), withTools([lookup]), ['tools.escalate: the tool is gone']],
    [
      'must not be renamed',
      withTools([lookup]),
      withTools([{ ...lookup, name: 'find' }]),
      ['tools.lookup: the tool is gone', 'tools.find: may be called now, and could not be before'],
    ],
    [
      'must keep what its arguments promise',
      withTools([lookup]),
      withTools([{ ...loose, strict: false }]),
      ['tools.lookup: the tool was strict and is no longer', 'tools.lookup.order: is no longer required'],
    ],
    [
      'must keep the limits of its arguments',
      withTools([lookup]),
      withTools([other]),
      ['tools.lookup.order: no longer keeps "pattern" as the baseline had it'],
    ],
    [
      'must not come where answers were texts',
      promptOf('Hello'),
      withTools([lookup]),
      ['tools.lookup: may be called now, and could not be before'],
    ],
    [
      'must not be called where it was chosen against',
      withTools([lookup], 'none'),
      withTools([lookup]),
      ['tools.lookup: may be called now, and could not be before'],
    ],
    ['may no longer be called', withTools([lookup]), withTools([lookup], 'none'), []],
    [
      'must be called where it always was',
      withTools([lookup, escalate], { name: 'lookup' }),
      withTools([lookup, escalate]),
      [
        'tools.escalate: may be called now, and could not be before',
        'toolChoice: an answer may be a text now, and was always a call',
      ],
    ],
  ])('%s', (_, before, after, said) => {
    const changes = interfaceChanges(before, after);
    expect(changes.map(({ field, message }) => `${field}: ${message}`)).toEqual(said);
  });
});

const object = (properties: JsonObject, rest: JsonObject = {}): JsonSchema => ({
  type: 'object',
  properties,
  ...rest,
});
const text = { type: 'string' };
const category = { enum: ['billing', 'technical'] };
const triage = object(
  { category, urgency: { type: 'integer', minimum: 1, maximum: 3 } },
  { required: ['category', 'urgency'] },
);
const closed = { ...triage, additionalProperties: false };
const nullable = (schema: JsonObject) => ({ anyOf: [schema, { type: 'null' }] });
const tree = (leaf: JsonObject): JsonSchema => ({
  $ref: '#/$defs/node',
  $defs: {
    node: object(
      { leaf, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
      { required: ['leaf'] },
    ),
  },
});

describe('an output schema keeps its promises', () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    ['when it stays', triage, { ...triage }],
    [
      'when it says the same in other words',
      triage,
      { ...triage, title: 'Triage', description: 'x', required: ['urgency', 'category'] },
    ],
    [
      'when it describes a new property',
      triage,
      object({ ...properties(triage), reason: text }, { required: ['category', 'urgency'] }),
    ],
    ['when it requires more', object({ a: text }), object({ a: text }, { required: ['a'] })],
    ['when it allows fewer values', category, { enum: ['billing'] }],
    ['when it allows one value', category, { const: 'billing' }],
    ['when it lists values instead of a type', text, category],
    [
      'when listed values are within the limits',
      { type: 'string', maxLength: 9, pattern: '^[a-z]+$' },
      category,
    ],
    ['when numbers become whole', { type: 'number' }, { type: 'integer' }],
    [
      'when limits tighten',
      { type: 'number', minimum: 0, exclusiveMaximum: 2 },
      { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    ],
    [
      'when lists shorten',
      { type: 'array', items: text, maxItems: 5 },
      { type: 'array', items: category, maxItems: 3, minItems: 1 },
    ],
    ['when null is no longer possible', nullable(text), text],
    ['when a nullable field stays so, in other words', nullable(text), { type: ['string', 'null'] }],
    [
      'when forms are in another order',
      { anyOf: [text, { type: 'number' }] },
      { anyOf: [{ type: 'integer' }, text] },
    ],
    ['when it is closed now', triage, closed],
    ['when a form is chosen', { anyOf: [triage, text] }, closed],
    ['when every form keeps them', text, { anyOf: [category, { type: 'string', format: 'date' }] }],
    [
      'behind a reference',
      object({ a: category }),
      { ...object({ a: { $ref: '#/$defs/c' } }), $defs: { c: category } },
    ],
    [
      'behind a reference with words beside it',
      { $ref: '#/$defs/c', maxLength: 5, $defs: { c: text } },
      { type: 'string', maxLength: 4 },
    ],
    ['where it refers to itself', tree(text), tree(category)],
    [
      'where keywords that nothing is known of stay',
      { contains: text, if: {}, allOf: [text] },
      { contains: text, if: {}, allOf: [text] },
    ],
  ])('%s', (_, before, after) => {
    expect(lostGuarantees(before, after)).toEqual([]);
  });
});

describe('an output schema breaks its promises', () => {
  it.each<[string, JsonSchema, JsonSchema, string[]]>([
    [
      'a property is no longer required',
      triage,
      { ...triage, required: ['urgency'] },
      ['.category: is no longer required'],
    ],
    [
      'nothing is required',
      triage,
      object(properties(triage)),
      ['.category: is no longer required', '.urgency: is no longer required'],
    ],
    [
      'a property is gone',
      triage,
      object({ category }, { required: ['category'] }),
      ['.urgency: is no longer in the schema'],
    ],
    [
      'an optional property is gone',
      object({ a: text, b: text }),
      object({ a: text }),
      ['.b: is no longer in the schema'],
    ],
    [
      'a type is another',
      object({ a: text }),
      object({ a: { type: 'number' } }),
      ['.a: is number now, and was string'],
    ],
    [
      'a type is wider',
      object({ a: text }),
      object({ a: { type: ['string', 'number'] } }),
      ['.a: may be number now'],
    ],
    [
      'a type is gone',
      object({ a: text }),
      object({ a: {} }),
      ['.a: may be of any type now, and was string'],
    ],
    [
      'whole numbers are no longer whole',
      { type: 'integer' },
      { type: 'number' },
      [': is number now, and was integer'],
    ],
    [
      'null is possible, by type',
      object({ a: text }),
      object({ a: { type: ['string', 'null'] } }),
      ['.a: may be null now'],
    ],
    [
      'null is possible, by form',
      object({ a: text }),
      object({ a: nullable(text) }),
      ['.a: may be null now'],
    ],
    ['a value is new', category, { enum: ['billing', 'other', null] }, [': may be "other", null now']],
    ['values are no longer listed', category, text, [': is no longer limited to "billing", "technical"']],
    [
      'limits loosen',
      { type: 'integer', minimum: 1, maximum: 3 },
      { type: 'integer', minimum: 0 },
      [': the limit minimum was 1 and is 0', ': the limit maximum was 3 and is gone'],
    ],
    [
      'an open limit is closed',
      { type: 'number', exclusiveMinimum: 0 },
      { type: 'number', minimum: 0 },
      [': the limit exclusiveMinimum was 0 and is gone'],
    ],
    [
      'lengths loosen',
      { type: 'string', minLength: 1, maxLength: 5 },
      { type: 'string', maxLength: 6 },
      [': the limit minLength was 1 and is gone', ': the limit maxLength was 5 and is 6'],
    ],
    [
      'lists loosen',
      { type: 'array', items: category, maxItems: 3, uniqueItems: true },
      { type: 'array', items: text },
      [
        ': the limit maxItems was 3 and is gone',
        ': may hold an entry twice now',
        '[]: is no longer limited to "billing", "technical"',
      ],
    ],
    [
      'entries are no longer described',
      { type: 'array', items: object({ a: text }) },
      { type: 'array' },
      ['[]: may be of any type now, and was object', '[].a: is no longer in the schema'],
    ],
    [
      'the first entries are described another way',
      { items: text },
      { prefixItems: [{}], items: text },
      ["[]: are described another way, which can't be compared"],
    ],
    ['it is open now', closed, triage, [': may hold further properties, which the baseline ruled out']],
    [
      'a closed object has more',
      closed,
      { ...closed, properties: { ...properties(closed), reason: text } },
      ['.reason: is new, and the baseline ruled out further properties'],
    ],
    [
      'a closed object has patterns',
      closed,
      { ...closed, patternProperties: { '^x': {} } },
      [': may hold further properties, which the baseline ruled out'],
    ],
    [
      'further properties are of another type',
      { additionalProperties: text },
      object({ a: { type: 'number' } }, { additionalProperties: text }),
      ['.a: is number now, and was string'],
    ],
    [
      'deep inside',
      object({ items: { type: 'array', items: object({ price: { type: 'number' } }) } }),
      object({ items: { type: 'array', items: object({ price: text }) } }),
      ['.items[].price: is string now, and was number'],
    ],
    [
      'deep inside a nullable',
      nullable(triage),
      nullable(object({ category })),
      ['.urgency: is no longer in the schema', '.category: is no longer required'],
    ],
    [
      'a form is new',
      { anyOf: [text, { type: 'number' }] },
      { anyOf: [text, { type: 'boolean' }] },
      [': may have a form that the baseline did not allow (anyOf)'],
    ],
    [
      'behind a reference',
      { ...object({ a: { $ref: '#/$defs/c' } }), $defs: { c: category } },
      { ...object({ a: { $ref: '#/$defs/c' } }), $defs: { c: text } },
      ['.a: is no longer limited to "billing", "technical"'],
    ],
    [
      'where it refers to itself',
      tree(category),
      tree(text),
      ['.leaf', '.children[].leaf'].map(
        (field) => `${field}: is no longer limited to "billing", "technical"`,
      ),
    ],
    [
      'a reference that leads elsewhere',
      { $ref: 'https://example.com/a' },
      text,
      [': refers to "https://example.com/a", which can\'t be compared'],
    ],
    [
      'a pattern is another',
      { type: 'string', pattern: '^a' },
      { type: 'string', pattern: '^b' },
      [': no longer keeps "pattern" as the baseline had it'],
    ],
    [
      'a keyword is the same and its companion is not',
      { contains: text },
      { contains: text, minContains: 0 },
      [': no longer keeps "contains" as the baseline had it'],
    ],
  ])('%s', (_, before, after, said) => {
    expect(lostGuarantees(before, after).map(({ field, message }) => `${field}: ${message}`)).toEqual(said);
  });

  it('and says so when there is no schema any more', () => {
    expect(interfaceChanges(promptAnswering(triage), promptOf('Hello'))).toEqual([
      { field: 'output', message: 'there is no output schema any more' },
    ]);
    expect(interfaceChanges(promptOf('Hello'), promptAnswering(triage))).toEqual([]);
  });

  it('and names the field below the output', () => {
    expect(
      interfaceChanges(promptAnswering(triage), promptAnswering({ ...triage, required: ['urgency'] })),
    ).toEqual([{ field: 'output.category', message: 'is no longer required' }]);
  });
});

describe('the proof', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 'a', 'bb', '', 0, 1, 2.5),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { noNullPrototype: true }),
    ),
  })).value;
  const names = fc.uniqueArray(fc.constantFrom('a', 'b'));
  const schema = fc.letrec<{ schema: JsonSchema }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<JsonSchema>(
        {},
        text,
        { type: 'null' },
        { type: 'number' },
        { type: 'integer' },
        { type: ['string', 'null'] },
        { enum: ['a', 1] },
        { const: 'a' },
      ),
      fc.record(
        { type: fc.constant('string'), minLength: fc.nat(2), maxLength: fc.nat(2) },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        { minimum: fc.nat(2), exclusiveMaximum: fc.nat(3), maximum: fc.nat(2) },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          type: fc.constant('array'),
          items: tie('schema'),
          minItems: fc.nat(2),
          prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 1 }),
        },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          type: fc.constant('object'),
          properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { noNullPrototype: true }),
          required: names,
          additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
          anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    ),
  })).schema;

  it('never calls a schema kept where a value fits it and not the baseline', () => {
    fc.assert(
      fc.property(
        schema,
        schema,
        fc.array(value, { minLength: 10, maxLength: 30 }),
        (before, after, values) => {
          fc.pre(lostGuarantees(before, after).length === 0);
          for (const one of values) {
            if (compileSchema(after)(one).length === 0) expect(compileSchema(before)(one)).toEqual([]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('calls every schema kept by itself', () => {
    fc.assert(
      fc.property(schema, (one) => {
        expect(lostGuarantees(one, { ...one })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('gives up where it gets too deep', () => {
    const nested = (depth: number, leaf: JsonSchema): JsonSchema =>
      depth === 0 ? leaf : object({ a: nested(depth - 1, leaf) });
    const [lost] = lostGuarantees(nested(80, text), nested(80, { ...text, maxLength: 5 }));
    expect(lost?.message).toBe('is nested too deeply to compare');
  });
});

function properties(schema: JsonSchema): JsonObject {
  const { properties: members } = schema;
  return typeof members === 'object' && members !== null && !Array.isArray(members) ? members : {};
}
