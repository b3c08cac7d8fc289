import { expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { readAssertion } from '../../src/exchange/promptfoo-assertion.ts';

it.each<[Json, unknown]>([
  [{ type: 'equals', value: 'yes' }, { expected: 'yes' }],
  [
    { type: 'not-equals', value: 'a.b' },
    { check: { use: 'matches', pattern: '^\\s*a\\.b\\s*$', not: true } },
  ],
  [{ type: 'contains', value: 'x' }, { check: { use: 'contains', text: 'x' } }],
  [{ type: 'icontains', value: 7 }, { check: { use: 'contains', text: '7', ignoreCase: true } }],
  [
    { type: 'not-icontains', value: 'x' },
    { check: { use: 'contains', text: 'x', ignoreCase: true, not: true } },
  ],
  [{ type: 'contains-all', value: 'a, b' }, { check: { use: 'containsAll', texts: ['a', 'b'] } }],
  [
    { type: 'icontains-any', value: ['a'] },
    { check: { use: 'containsAny', texts: ['a'], ignoreCase: true } },
  ],
  [{ type: 'starts-with', value: 'Hi' }, { check: { use: 'startsWith', text: 'Hi' } }],
  [{ type: 'regex', value: '\\d+' }, { check: { use: 'matches', pattern: '\\d+' } }],
  [{ type: 'regex', value: '(' }, { lost: 'here (regex): its value can not be read here' }],
  [{ type: 'contains', value: '' }, { lost: 'here (contains): its value can not be read here' }],
  [{ type: 'contains-any', value: '"b,c", d' }, { check: { use: 'containsAny', texts: ['b,c', 'd'] } }],
  [{ type: 'contains-any', value: '"b,c' }, { lost: expect.stringContaining('can not be read') }],
  [{ type: 'ends-with', value: 'a.b ' }, { check: { use: 'matches', pattern: 'a\\.b\\s*$' } }],
  [{ type: 'regex' }, { lost: expect.stringContaining('can not be read') }],
  [{ type: 'is-json' }, { check: { use: 'jsonSchema', schema: {} } }],
  [
    { type: 'is-json', value: '{"type":"object","required":["a"]}' },
    { check: { use: 'jsonSchema', schema: { type: 'object', required: ['a'] } } },
  ],
  [
    { type: 'not-is-json', value: 'type: object\nrequired: [a]\n' },
    { check: { use: 'jsonSchema', schema: { type: 'object', required: ['a'] }, not: true } },
  ],
  [{ type: 'is-json', value: 'any' }, { lost: 'here (is-json): its value can not be read here' }],
  [{ type: 'is-json', value: '{"type":' }, { lost: 'here (is-json): its value can not be read here' }],
  [{ type: 'is-json', value: ['a'] }, { lost: 'here (is-json): its value can not be read here' }],
  [{ type: 'contains-json', value: '{}' }, { lost: expect.stringContaining('whole answers') }],
  [{ type: 'word-count', value: 7 }, { check: { use: 'length', words: { min: 7, max: 7 } } }],
  [{ type: 'word-count', value: 'many' }, { lost: expect.stringContaining('can not be read') }],
  [{ type: 'finish-reason' }, { lost: expect.stringContaining('can not be read') }],
  [
    { type: 'contains', value: null, unread: 'x.py is made by a program' },
    { lost: 'here (contains): x.py is made by a program' },
  ],
  [{ type: 'word-count', value: { max: 5 } }, { check: { use: 'length', words: { max: 5 } } }],
  [{ type: 'not-is-refusal' }, { check: { use: 'refusal', must: 'refuse', not: true } }],
  [{ type: 'javascript', value: 'true' }, { lost: expect.stringContaining('defineEvaluator') }],
  [{ type: 'latency', threshold: 5 }, { lost: expect.stringContaining('about all cases') }],
  [{ type: 'pi' }, { lost: 'here (pi): it has no counterpart' }],
  ['x', { lost: 'here: it has no type' }],
])('%j', (assertion, read) => {
  expect(readAssertion(assertion, 'here', false)).toEqual([read]);
});

it('makes gates and criteria of what is asserted of every test', () => {
  const read = (assertion: Json) => readAssertion(assertion, 'here', true);
  expect(read({ type: 'latency', threshold: 1500 })).toEqual([
    { gate: "{ metric: 'latency', max: '1500ms' }," },
  ]);
  expect(read({ type: 'cost', threshold: 0.01 })).toEqual([{ gate: "{ metric: 'cost', max: 0.01 }," }]);
  expect(read({ type: 'llm-rubric', value: 'is kind' })).toEqual([{ criteria: 'is kind' }]);
});

it('takes a set apart, and says that weights are lost', () => {
  const inner = { type: 'contains', value: 'a', weight: 2 };
  expect(readAssertion({ type: 'assert-set', assert: [inner] }, 'here', false)).toEqual([
    { check: { use: 'contains', text: 'a' } },
    { lost: 'here.assert[0]: its weight; a check holds or not' },
  ]);
  expect(readAssertion({ type: 'assert-set', threshold: 0.5, assert: [inner] }, 'here', false)).toEqual([
    { lost: 'here (assert-set): it has no counterpart' },
  ]);
});
