import { describe, expect, it } from 'vitest';
import { escapePattern } from '../../src/core/escape-pattern.ts';
import type { Json } from '../../src/core/json.ts';
import { caseChecks } from '../../src/evaluators/case-checks.ts';
import { contextWith, scoreIn } from './context.ts';

const scored = (checks: Json | undefined, text: string, options = {}) =>
  scoreIn(caseChecks(options), contextWith(text, { variables: checks === undefined ? {} : { checks } }));

describe('the checks of a case', () => {
  const both = [
    { use: 'contains', text: 'Ahoy' },
    { use: 'matches', pattern: 'sorry', not: true },
  ];

  it.each<[string, number, string | undefined]>([
    ['Ahoy there', 1, undefined],
    ['Hello', 0, 'contains: the answer does not contain "Ahoy"'],
    ['sorry', 0, 'contains: the answer does not contain "Ahoy"; matches: it is so, and must not be'],
  ])('%j scores %d', async (text, value, reason) => {
    expect(await scored(both, text)).toEqual({ metric: 'checks', value, ...(reason && { reason }) });
  });

  const long = `${'a'.repeat(1_000_001)}BAD`;
  it.each<[Json, string, string | undefined]>([
    [
      { use: 'contains', text: 'x', path: 'a' },
      'Error',
      'contains: the answer is not valid JSON: it starts with "Error"',
    ],
    [{ use: 'contains', text: 'x', path: 'a' }, '{"b":1}', 'contains: the answer has no value at "a"'],
    [{ use: 'contains', text: 'x', path: 'a' }, '{"a":"y"}', undefined],
    [{ use: 'contains', text: 'x', path: 'a' }, '{"a":"x"}', 'contains: it is so, and must not be'],
    [{ use: 'containsAny', texts: ['x'], path: 'a' }, 'Error', 'containsAny: the answer is not valid JSON'],
    [{ use: 'startsWith', text: 'x', path: 'a' }, 'Error', 'startsWith: the answer is not valid JSON'],
    [{ use: 'length', words: { max: 1 }, path: 'a' }, 'Error', 'length: the answer is not valid JSON'],
    [{ use: 'language', is: 'de', path: 'a' }, 'Error', 'language: the answer is not valid JSON'],
    [{ use: 'language', is: 'de' }, '', 'language: the answer is empty'],
    [{ use: 'refusal', must: 'refuse' }, '', 'refusal: the answer is empty'],
    [{ use: 'matches', pattern: 'BAD', path: 'a' }, 'Error', 'matches: the answer is not valid JSON'],
    [{ use: 'matches', pattern: 'BAD' }, '', undefined],
    [
      { use: 'matches', pattern: 'BAD' },
      long,
      'matches: /BAD/ is not found in the first 1,000,000 characters',
    ],
    [
      { use: 'matches', pattern: 'BAD', extract: '(BAD)' },
      long,
      'matches: nothing could be read from the answer',
    ],
    [{ use: 'matches', pattern: '^a' }, long, 'matches: it is so, and must not be'],
    [
      { use: 'jsonSchema', schema: { type: 'object' }, path: 'a' },
      'Error',
      'jsonSchema: the answer is not valid JSON',
    ],
    // What is no JSON at all is plainly none that fits a schema.
    [{ use: 'jsonSchema', schema: {} }, 'Error', undefined],
    [{ use: 'jsonSchema', schema: {} }, '{}', 'jsonSchema: it is so, and must not be'],
  ])('%j, turned around, on %.30s', async (check, text, reason) => {
    expect(await scored([{ ...Object(check), not: true }], text)).toEqual(
      reason === undefined
        ? { metric: 'checks', value: 1 }
        : {
            metric: 'checks',
            value: 0,
            reason: expect.stringMatching(new RegExp(`^${escapePattern(reason)}`)),
          },
    );
  });

  it('score 0 where one of them plainly does not hold, whatever is unscored beside it', async () => {
    const language = { use: 'language', is: 'de' };
    const name = { use: 'contains', text: 'Blackbeard' };
    for (const checks of [
      [language, name],
      [name, language],
    ]) {
      expect(await scored(checks, 'Hi')).toEqual({
        metric: 'checks',
        value: 0,
        reason: 'contains: the answer does not contain "Blackbeard"',
      });
      expect(await scored(checks, 'Blackbeard')).toEqual({
        metric: 'checks',
        unscored: 'language: the language of the answer could not be told',
      });
    }
  });

  it.each<[Json | undefined, RegExp]>([
    [undefined, /^the case has no checks$/],
    ['', /^the case has no checks$/],
    [[], /^the case's checks are empty$/],
    [{ use: 'contains' }, /^the case's checks are no list$/],
    ['nonsense', /^the case's checks are no list$/],
    [[{ use: 'llmJudge' }], /there is no check "llmJudge". Known: contains, /],
    [[{ use: 'contains', text: 'a', not: 'yes' }], /checks\[0\]\.not is neither true nor false/],
    [[{ use: 'contains', txt: 'a' }], /checks\[0\]: .*unknown option/],
    [[{ use: '__proto__' }], /there is no check "__proto__"/],
  ])('%j leave the case unscored', async (checks, reason) => {
    expect(await scored(checks, 'a')).toEqual({ metric: 'checks', unscored: expect.stringMatching(reason) });
  });

  it('leave a case unscored where one of them needs what the case does not have', async () => {
    expect(await scored([{ use: 'containsAll' }], 'a')).toMatchObject({
      unscored: expect.stringMatching(/^containsAll: /),
    });
  });

  it('stand in another field, under another metric', async () => {
    const evaluator = caseChecks({ metric: 'rules', field: 'must' });
    const context = contextWith('a', { variables: { must: [{ use: 'startsWith', text: 'a' }] } });
    expect(await scoreIn(evaluator, context)).toEqual({ metric: 'rules', value: 1 });
  });
});
