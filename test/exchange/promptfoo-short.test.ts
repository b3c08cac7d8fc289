import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { commaSeparated, shortAssertion } from '../../src/exchange/promptfoo-short.ts';

it.each<[string, JsonObject]>([
  ['Paris', { type: 'equals', value: 'Paris' }],
  ['Note: this is plain', { type: 'equals', value: 'Note: this is plain' }],
  ['contain: x', { type: 'equals', value: 'contain: x' }],
  ['costs(5)', { type: 'equals', value: 'costs(5)' }],
  ['contains: x: y', { type: 'contains', value: 'x: y' }],
  ['not-icontains:zz', { type: 'not-icontains', value: 'zz' }],
  ['latency(500)', { type: 'latency', threshold: 500 }],
  ['cost(0.01)', { type: 'cost', threshold: 0.01 }],
  ['similar(0.8): hi', { type: 'similar', value: 'hi', threshold: 0.8 }],
  [' is-json ', { type: 'is-json' }],
  ['is-json:{"type":"object"}', { type: 'is-json', value: '{"type":"object"}' }],
  ['fn: output.length > 3', { type: 'javascript', value: 'output.length > 3' }],
  ['grade:is nice', { type: 'llm-rubric', value: 'is nice' }],
  ['file://x.js', { type: 'javascript', value: 'file://x.js' }],
  ['file://x.py:check', { type: 'python', value: 'file://x.py:check' }],
  ['file://x.json', { type: 'equals', value: 'file://x.json' }],
])('a cell of %j says %j', (cell, assertion) => {
  expect(shortAssertion(cell)).toEqual(assertion);
});

it.each<[string, string[] | undefined]>([
  ['a, b', ['a', 'b']],
  ['"b,c", d', ['b,c', 'd']],
  ['"say ""hi""","back\\\\slash \\"q\\""', ['say "hi"', 'back\\slash "q"']],
  [', a ,, b,', ['a', 'b']],
  ['5" x, y', ['5" x', 'y']],
  ['""', ['']],
  ['', []],
  [' , ', []],
  ['"a, b', undefined],
  ['"a" b, c', undefined],
])('the list %j has %j', (text, entries) => {
  expect(commaSeparated(text)).toEqual(entries);
});

it('reads a long list in good time', () => {
  expect(commaSeparated('"'.repeat(100_001))).toBeUndefined();
  expect(commaSeparated(`${' ,'.repeat(100_000)}"`)).toBeUndefined();
});
