import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../src/evaluators/reading/strict-json.ts';

describe('parseStrictJson', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    [' \n{"a":1}\n ', { a: 1 }],
    ['null', null],
    ['[]', []],
  ])('%j', (text, value) => {
    expect(parseStrictJson(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'the answer is empty'],
    [' \n ', 'the answer is empty'],
    ['```json\n{"a":1}\n```', 'it stands in a code fence'],
    ['\ufeff{"a":1}', 'it starts with a byte order mark'],
    [' \ufeff"x"', 'it starts with a byte order mark'],
    ['{"a":1}\u00a0', 'around it stands a space that is none to JSON'],
    ['Sure! {"a":1}', 'it starts with "Sure! {"a":1}"'],
    ['{"a":1} Hope this helps', 'it ends with "{"a":1} Hope this helps"'],
    ['{"a":1', 'it ends with "{"a":1"'],
    ["{'a':1}", 'it ends with'],
    ['{"a":1,}', 'it ends with'],
    ['NaN', 'it starts with "NaN"'],
    ['{"a":1e999}', 'it holds a number that is too large'],
    ['['.repeat(201) + ']'.repeat(201), 'nested more than 200 levels'],
    ['['.repeat(500_000) + ']'.repeat(500_000), 'nested more than 200 levels'],
    ['['.repeat(1_000_000), 'it ends with'],
  ])('%#: is no JSON', (text, reason) => {
    expect(parseStrictJson(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it('takes 200 levels', () => {
    expect(parseStrictJson('['.repeat(200) + ']'.repeat(200)).ok).toBe(true);
  });
});
