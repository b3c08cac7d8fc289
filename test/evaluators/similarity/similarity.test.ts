import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { bleu } from '../../../src/evaluators/similarity/bleu.ts';
import { levenshtein } from '../../../src/evaluators/similarity/levenshtein.ts';
import { type RougeOptions, rouge } from '../../../src/evaluators/similarity/rouge.ts';
import { outcomeOf, scoreOf } from '../context.ts';

describe('levenshtein', () => {
  it.each<[string, Json | undefined, number | string]>([
    ['kitten', 'sitting', 1 - 3 / 7],
    ['', 'abc', 0],
    ['abc', 'abc', 1],
    [' abc\n', 'abc', 1],
    ['abc', 'ABC', 0],
    ['😀a', '😀b', 0.5],
    ['e\u0301', 'é', 1],
    ['数学', '数字', 0.5],
    ['abd', ['xyz', 'abc'], 1 - 1 / 3],
    ['{"a":', '{"a":1}', 1 - 2 / 7],
    ['abc', undefined, 'the case has no expected value'],
    ['abc', [], 'the expected value is an empty list'],
  ])('%j, expected %j: %j', async (text, expected, value) => {
    const found = await outcomeOf(levenshtein(), text, expected);
    expect(found).toEqual(typeof value === 'number' ? expect.closeTo(value, 12) : value);
  });

  it('says that an answer is empty only where something else is expected', async () => {
    expect(await scoreOf(levenshtein(), ' ', '')).toEqual({ metric: 'levenshtein', value: 1 });
    expect(await scoreOf(levenshtein(), ' ', 'a')).toEqual({
      ...{ metric: 'levenshtein', value: 0 },
      reason: 'the answer is empty',
    });
  });

  it('folds as its options say', async () => {
    expect(await outcomeOf(levenshtein({ normalize: 'text' }), '"ABC."', 'abc')).toBe(1);
    expect(await outcomeOf(levenshtein({ path: 'a' }), '{"a":"abc"}', { a: 'abc' })).toBe(1);
    expect(await outcomeOf(levenshtein({ path: 'a' }), 'abc', { a: 'abc' })).toBe(0);
  });

  it('is 1 less the distance by the longer text, both ways the same', async () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(texts, texts, async (a, b) => {
        const options = { normalize: 'none' } as const;
        const longest = Math.max(a.length, b.length);
        const value = longest === 0 ? 1 : 1 - distance(a, b) / longest;
        expect(await outcomeOf(levenshtein(options), a, b)).toBeCloseTo(value, 12);
        expect(await outcomeOf(levenshtein(options), b, a)).toBeCloseTo(value, 12);
      }),
    );
  });

  it('compares a megabyte with a sentence, and says so where both are endless', async () => {
    const long = 'é'.repeat(1_000_000);
    expect(await outcomeOf(levenshtein(), long, 'é'.repeat(100))).toBeCloseTo(1e-4, 12);
    expect(await outcomeOf(levenshtein(), long, long)).toBe(1);
    expect(await outcomeOf(levenshtein(), long, `x${long}`)).toMatch(/ are too long to compare$/);
  });
});

// Lin (2004), section 3: S1 is the reference, S2 and S3 have the same ROUGE-2, and ROUGE-L tells them apart.
const reference = 'police killed the gunman';

describe('rouge', () => {
  it.each<[RougeOptions, string, Json, number]>([
    [{ variant: 'rougeL', measure: 'recall' }, 'police kill the gunman', reference, 3 / 4],
    [{ variant: 'rougeL', measure: 'recall' }, 'the gunman kill police', reference, 2 / 4],
    [{ variant: 'rouge2', measure: 'recall' }, 'police kill the gunman', reference, 1 / 3],
    [{ variant: 'rouge2', measure: 'recall' }, 'the gunman kill police', reference, 1 / 3],
    [{ variant: 'rouge1', measure: 'recall' }, 'the gunman kill police', reference, 3 / 4],
    [{}, 'Police KILLED the gunman!', reference, 1],
    // 4 words in 2 of 8: recall 2/4, precision 2/8.
    [{ measure: 'precision' }, 'police a b c d e f gunman', reference, 2 / 8],
    [{ measure: 'recall' }, 'police a b c d e f gunman', reference, 2 / 4],
    [{}, 'police a b c d e f gunman', reference, (2 * 2) / (8 + 4)],
    [{ variant: 'rouge1', measure: 'recall' }, 'the the the', 'the cat the mat', 2 / 4],
    [{ variant: 'rouge1', measure: 'precision' }, 'the the the', 'the cat the mat', 2 / 3],
    [{}, '', reference, 0],
    [{ variant: 'rouge2' }, 'police', reference, 0],
    [{}, 'nothing alike', reference, 0],
    [{}, '数学は難しい', '数学は楽しい', 5 / 6],
    [{}, 'Cafe\u0301 fermé', 'café fermé', 1],
    [{}, "don't", 'don’t', 1],
    [{}, '{"a":', reference, 0],
    [{}, 'the gunman', ['a b c', 'the gunman'], 1],
  ])('%j: %j, expected %j: %d', async (options, text, expected, value) => {
    expect(await outcomeOf(rouge(options), text, expected)).toBeCloseTo(value, 12);
  });

  it('is unscored where the expected text has no such words', async () => {
    expect(await outcomeOf(rouge(), 'a', '!')).toBe('the expected value holds nothing to compare with');
    expect(await outcomeOf(rouge({ variant: 'rouge2' }), 'a b', 'a')).toContain('nothing to compare');
  });

  it('compares a megabyte', async () => {
    const long = 'word '.repeat(200_000);
    expect(await outcomeOf(rouge({ measure: 'recall' }), long, 'a word or two')).toBe(1 / 4);
    expect(await outcomeOf(rouge(), long, long)).toMatch(/ are too long to compare$/);
  });
});

describe('bleu', () => {
  it.each<[string, Json, number]>([
    ['the cat is on the mat', 'The cat is on the mat.', 1],
    // Papineni et al. (2002), example 2: "the" is clipped to 2 of 7. Smoothed (Chen & Cherry 2014, 3): 1/2 of 6, 1/4 of 5, 1/8 of 4.
    [
      'the the the the the the the',
      'the cat is on the mat',
      ((2 / 7) * (0.5 / 6) * (0.25 / 5) * (0.125 / 4)) ** (1 / 4),
    ],
    // 5 of 6 words, 3 of 5 pairs, 1 of 4 triples, none of 3 runs of four.
    ['the cat sat on the mat', 'the cat is on the mat', ((5 / 6) * (3 / 5) * (1 / 4) * (0.5 / 3)) ** (1 / 4)],
    ['a b', 'a b c d', Math.exp(1 - 4 / 2)],
    ['a b', ['a b c d', 'a b c'], Math.exp(1 - 3 / 2)],
    // Of lengths 1 and 3, as near to 2 as each other, the shorter one counts.
    ['a b', ['a b c', 'b'], 1],
    ['x y z', 'a b c', 0],
    ['', 'a b c', 0],
    ['{"a":', 'b c', 0],
    ['数学', '数学', 1],
  ])('%j, expected %j: %d', async (text, expected, value) => {
    expect(await outcomeOf(bleu(), text, expected)).toBeCloseTo(value, 12);
  });

  it('takes a megabyte, and needs words to compare with', async () => {
    expect(await outcomeOf(bleu(), 'word '.repeat(200_000), 'a word')).toBeGreaterThan(0);
    expect(await outcomeOf(bleu(), 'a', '…')).toBe('the expected value holds nothing to compare with');
  });
});
