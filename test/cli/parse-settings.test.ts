import { expect, it } from 'vitest';
import { combinations, setting } from '../../src/cli/parse-settings.ts';

it.each([
  [['temperature=0,0.7'], [{ temperature: 0 }, { temperature: 0.7 }]],
  [
    ['temperature=0', 'temperature=0,1'],
    [{ temperature: 0 }, { temperature: 1 }],
  ],
  [
    ['temperature=0,1', 'reasoningEffort=low,high'],
    [
      { temperature: 0, reasoningEffort: 'low' },
      { temperature: 0, reasoningEffort: 'high' },
      { temperature: 1, reasoningEffort: 'low' },
      { temperature: 1, reasoningEffort: 'high' },
    ],
  ],
  [['stop=["a","b"]'], [{ stop: ['a', 'b'] }]],
  [['stop=["X"],null'], [{ stop: ['X'] }, { stop: null }]],
  [['stop=END, ["a,]", "\\"b"] , "c,d"'], [{ stop: 'END' }, { stop: ['a,]', '"b'] }, { stop: 'c,d' }]],
  [['stop=["a"],["a"]', 'stop=["a"]'], [{ stop: ['a'] }]],
  [['extra={"a":{"b":[1]}},{}'], [{ extra: { a: { b: [1] } } }, { extra: {} }]],
  [['stop="[END]",a[b]'], [{ stop: '[END]' }, { stop: 'a[b]' }]],
  [['seed= 1 , 2 '], [{ seed: 1 }, { seed: 2 }]],
  [['logprobs=true,null'], [{ logprobs: true }, { logprobs: null }]],
])('%j sets %j', (texts, expected) => {
  let settings: ReturnType<typeof setting> | undefined;
  for (const text of texts) settings = setting(text, settings);
  expect(combinations(settings)).toEqual(expected);
});

it.each([
  'temperature',
  'temperature=',
  '=1',
  'temperature=0,,1',
  '__proto__=1',
  'a b=1',
  '',
  'seed=1e400',
  'stop=[-1e999]',
  'stop=[END]',
  'stop=["X",null',
  'stop=["X"] null',
  'stop=["X"],',
  'stop="a',
  'extra={"a":1]',
])('refuses %j', (text) => {
  expect(() => setting(text)).toThrow('--set');
});

it('sets nothing where nothing is set', () => {
  expect(combinations(undefined)).toEqual([]);
});
