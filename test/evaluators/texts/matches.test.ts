import { describe, expect, it } from 'vitest';
import { type MatchesOptions, matches } from '../../../src/evaluators/texts/matches.ts';
import { outcomeOf, reasonOf, scoreOf } from '../context.ts';

describe('matches', () => {
  it.each<[MatchesOptions, string, number]>([
    [{ pattern: /^[A-Z]{2}$/ }, 'DE', 1],
    [{ pattern: /^[A-Z]{2}$/ }, ' DE\n', 1],
    [{ pattern: /^[A-Z]{2}$/ }, 'DEU', 0],
    [{ pattern: /refund/i }, 'No REFUND.', 1],
    [{ pattern: /^\p{Script=Han}+$/u }, '数学', 1],
    [{ pattern: /x/ }, '', 0],
    [{ pattern: /^$/ }, '', 1],
    [{ pattern: /b/y }, 'ab', 1],
    [{ pattern: /^ /, normalize: 'none' }, ' a', 1],
    [{ pattern: /^yes$/, normalize: 'text' }, '"YES."', 1],
    [{ pattern: /^\d{3}$/, normalize: 'number' }, 'about 1,23', 0],
    [{ pattern: /^\d{3}$/, normalize: 'number' }, 'about 123 things', 1],
    [{ pattern: /./, normalize: 'number' }, 'none', 0],
    [{ pattern: /^b$/, path: 'a' }, '{"a":"b"}', 1],
    [{ pattern: /^5$/, path: 'a' }, '{"a":5}', 1],
    [{ pattern: /^b$/, path: 'a' }, 'b', 0],
    [{ pattern: /^b$/, extract: /a(.)/ }, 'ac ab', 1],
  ])('%j on %j: %d', async (options, text, value) => {
    expect(await outcomeOf(matches(options), text)).toBe(value);
  });

  it('does not remember where the last answer matched, and leaves the given pattern alone', async () => {
    const pattern = /a/g;
    pattern.lastIndex = 3;
    const evaluator = matches({ pattern });
    for (let round = 0; round < 3; round++) expect(await outcomeOf(evaluator, 'a')).toBe(1);
    expect(pattern.lastIndex).toBe(3);
    expect(evaluator.options).toEqual({ pattern });
  });

  it('looks at the first million characters', async () => {
    const filling = 'x'.repeat(1_000_000);
    expect(await outcomeOf(matches({ pattern: /a/ }), `${filling.slice(1)}a`)).toBe(1);
    expect(await outcomeOf(matches({ pattern: /a/ }), `${filling}a`)).toBe(0);
  });

  it('says what it did not find, and is called after itself', async () => {
    expect(await reasonOf(matches({ pattern: /^a/i }), 'b')).toBe('/^a/i is not found');
    expect(await reasonOf(matches({ pattern: /^a/i }), ' ')).toBe('the answer is empty');
    expect(await scoreOf(matches({ pattern: /a/ }), 'a')).toEqual({ metric: 'matches', value: 1 });
  });
});
