import { describe, expect, it } from 'vitest';
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
