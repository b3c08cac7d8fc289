import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { containsAll } from '../../../src/evaluators/texts/contains-all.ts';
import { containsAny } from '../../../src/evaluators/texts/contains-any.ts';
import { excludes } from '../../../src/evaluators/texts/excludes.ts';
import type { TextListOptions } from '../../../src/evaluators/texts/text-list.ts';
import { contextWith, outcomeOf, reasonOf, scoreIn } from '../context.ts';

const ab = { texts: ['a', 'b'] };

describe('containsAll, containsAny and excludes', () => {
  it.each<[TextListOptions, string, Json | undefined, number | string, number | string]>([
    [ab, 'a and b', undefined, 1, 1],
    [ab, 'b', undefined, 0, 1],
    [ab, 'x', undefined, 0, 0],
    [ab, '', undefined, 0, 0],
    [ab, '{"list":', undefined, 0, 0],
    [{ texts: ['数学', 'é'] }, '数学 é', undefined, 1, 1],
    [{ texts: ['Refund'], ignoreCase: true }, 'REFUND', undefined, 1, 1],
    [{ texts: ['e\u0301'], normalize: 'text' }, 'É', undefined, 1, 1],
    [{ texts: ['5', '1,000'], normalize: 'number' }, '5 of 1000', undefined, 1, 1],
    [{ texts: ['5', '7'], normalize: 'number' }, '15 of 57', undefined, 0, 0],
    [{ texts: ['a', 'b'], path: 'tags' }, '{"tags":["a","b"]}', undefined, 1, 1],
    [{ texts: ['a', 'b'], path: 'tags' }, '{"tags":["ab"]}', undefined, 0, 0],
    [{ texts: ['a'], path: 'tags' }, 'a', undefined, 0, 0],
    [{}, 'a and b', ['a', 'b'], 1, 1],
    [{}, 'a', ['a', 'b'], 0, 1],
    [{}, 'a', 'a', 1, 1],
    [{}, 'a 5', ['a', 5], 1, 1],
    [{}, 'a', undefined, 'the case has no expected value', 'the case has no expected value'],
    [{}, 'a', [], 'the expected value holds no text', 'the expected value holds no text'],
    [{}, 'a', ['a', ''], 'the expected value holds no text', 'the expected value holds no text'],
    [{}, 'a', [{ a: 1 }], 'the expected value holds no text', 'the expected value holds no text'],
  ])('%j on %j, expected %j: all %j, any %j', async (options, text, expected, all, any) => {
    expect(await outcomeOf(containsAll(options), text, expected)).toBe(all);
    expect(await outcomeOf(containsAny(options), text, expected)).toBe(any);
  });

  it.each<[TextListOptions, string, number | string]>([
    [ab, 'x', 1],
    [ab, '', 1],
    [ab, 'a', 0],
    [{ texts: ['a'], path: 'tags' }, '{"tags":["b"]}', 1],
    [{ texts: ['a'], path: 'tags' }, 'b', 0],
    [{ texts: ['REFUND'], ignoreCase: true }, 'a refund', 0],
  ])('excludes(%j) on %j: %j', async (options, text, value) => {
    expect(await outcomeOf(excludes(options), text)).toBe(value);
  });

  it('reads what is searched for from a field of the case', async () => {
    const evaluator = excludes({ field: 'never' });
    const scored = (variables: Record<string, Json>) =>
      scoreIn(evaluator, contextWith('we pay', { variables }));
    expect(await scored({ never: 'pay' })).toMatchObject({ value: 0 });
    expect(await scored({ never: ['refund', 'pay'] })).toMatchObject({ value: 0 });
    expect(await scored({ never: 'refund' })).toEqual({ metric: 'excludes', value: 1 });
    expect(await scored({ never: '' })).toEqual({
      metric: 'excludes',
      unscored: 'the case has nothing in its field "never"',
    });
    expect(await scored({})).toMatchObject({ unscored: expect.any(String) });
  });

  it('names what is missing or found', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e'];
    expect(await reasonOf(containsAll({ texts }), 'a')).toBe(
      'the answer does not contain "b", "c", "d" and 1 more',
    );
    expect(await reasonOf(containsAny({ texts }), 'x')).toBe(
      'the answer contains none of "a", "b", "c" and 2 more',
    );
    expect(await reasonOf(excludes({ texts }), 'a b')).toBe('the answer contains "a", "b"');
  });

  it('searches a megabyte', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `needle ${index}`);
    const hay = 'é'.repeat(1_000_000);
    expect(await outcomeOf(excludes({ texts, normalize: 'text' }), hay)).toBe(1);
    expect(await outcomeOf(containsAll({ texts }), hay + texts.join(' '))).toBe(1);
  });
});
