import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { type ContainsOptions, contains } from '../../../src/evaluators/texts/contains.ts';
import { outcomeOf, reasonOf, scoreOf } from '../context.ts';

describe('contains', () => {
  it.each<[ContainsOptions, string, Json | undefined, number | string]>([
    [{}, 'It is a billing question', 'billing', 1],
    [{}, 'It is a Billing question', 'billing', 0],
    [{}, '', 'billing', 0],
    [{}, '数学の問題', '数学', 1],
    [{}, 'anything', undefined, 'the case has no expected value'],
    [{}, 'anything', '', 'the expected value holds no text'],
    [{}, 'anything', '  ', 'the expected value holds no text'],
    [{}, 'anything', { a: 1 }, 'the expected value is no text'],
    [{}, 'there are 18 eggs', 18, 1],
    [{ ignoreCase: true }, 'It is a BILLING question', 'Billing', 1],
    [{ ignoreCase: false }, 'It is a BILLING question', 'Billing', 0],
    [{ ignoreCase: true }, 'in der STRASSE', 'Straße', 1],
    [{ ignoreCase: true }, 'in İstanbul', 'ISTANBUL', 1],
    [{ normalize: 'none' }, 'ab', ' ab', 0],
    [{ normalize: 'text' }, 'We  will\nREFUND you', 'will refund', 1],
    [{ text: 'refund' }, 'no refund', undefined, 1],
    [{ text: 'refund' }, 'no refund', 'something else', 1],
    [{ text: 'refund' }, 'nothing', undefined, 0],
    [{ normalize: 'number' }, 'first 3, then $1,234.50', '1234.5', 1],
    [{ normalize: 'number' }, 'first 3, then 12345', '1234', 0],
    [{ normalize: 'number' }, 'first 3', 'three', 'the expected value holds no number'],
    [{ path: 'text' }, '{"text":"a billing question"}', 'billing', 1],
    [{ path: 'text' }, '{"text":"a billing question"}', { text: 'billing' }, 1],
    [{ path: 'text' }, 'a billing question', 'billing', 0],
    [{ path: 'tags' }, '{"tags":["a","bc"]}', 'bc', 1],
    [{ path: 'tags' }, '{"tags":["a","bc"]}', 'b', 0],
    [{ path: 'tags' }, '{"tags":[1,2]}', 2, 1],
    [{ extract: /<a>(.*?)<\/a>/s }, 'billing <a>no</a>', 'billing', 0],
  ])('%j on %j, expected %j: %j', async (options, text, expected, value) => {
    expect(await outcomeOf(contains(options), text, expected)).toBe(value);
  });

  it('says what it did not find, and is called after itself', async () => {
    expect(await reasonOf(contains(), 'x', 'billing')).toBe('the answer does not contain "billing"');
    expect(await scoreOf(contains(), 'xy', 'x')).toEqual({ metric: 'contains', value: 1 });
    expect(contains({ metric: 'names', text: 'x' }).options).toEqual({ metric: 'names', text: 'x' });
  });

  it('keeps the options it was made with', async () => {
    const options: ContainsOptions = { text: 'a' };
    const evaluator = contains(options);
    options.text = 'b';
    expect(await outcomeOf(evaluator, 'a')).toBe(1);
    expect(evaluator.options).toEqual({ text: 'a' });
  });

  it('searches a megabyte', async () => {
    expect(await outcomeOf(contains({ ignoreCase: true }), `${'é'.repeat(1_000_000)}Ω`, 'ω')).toBe(1);
  });
});
