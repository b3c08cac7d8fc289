import { describe, expect, it } from 'vitest';
import { type LengthOptions, length } from '../../../src/evaluators/texts/length.ts';
import { outcomeOf, reasonOf } from '../context.ts';

describe('length', () => {
  it.each<[LengthOptions, string, number]>([
    [{ words: { max: 3 } }, "I don't know", 1],
    [{ words: { max: 3 } }, 'one well-known thing of 1,234.50', 0],
    [{ words: { max: 5, min: 5 } }, 'one well-known thing of 1,234.50', 1],
    [{ words: { min: 1, max: 1 } }, 'Zu\u00adcker', 1],
    [{ words: { min: 1, max: 1 } }, 'می\u200cخواهم', 1],
    [{ words: { min: 2, max: 2 } }, 'two\u200bwords', 1],
    [{ sentences: { min: 2, max: 2 } }, 'यह है। वह है।', 1],
    [{ sentences: { min: 2, max: 2 } }, 'كيف حالك؟ أنا بخير.', 1],
    [{ words: { min: 1 } }, '', 0],
    [{ words: { max: 0 } }, '', 1],
    [{ words: { max: 0 } }, '—…!', 1],
    [{ words: { min: 6, max: 6 } }, '数学は難しい', 1],
    [{ characters: { max: 3 } }, ' abc\n', 1],
    [{ characters: { max: 3 } }, 'abcd', 0],
    [{ characters: { max: 1, min: 1 } }, 'e\u0301', 1],
    [{ characters: { max: 1, min: 1 } }, '😀', 1],
    [{ sentences: { min: 2, max: 2 } }, 'One. Two', 1],
    [{ sentences: { min: 1, max: 1 } }, 'It costs 3.50 now', 1],
    [{ sentences: { min: 2, max: 2 } }, '"Is it?" Yes!', 1],
    [{ sentences: { min: 2, max: 2 } }, 'そうです。はい。', 1],
    [{ sentences: { min: 2, max: 2 } }, 'A heading\n\nA paragraph', 1],
    [{ sentences: { min: 1, max: 1 } }, 'Well... ', 1],
    [{ sentences: { max: 0 } }, '', 1],
    [{ words: { max: 1 }, path: 'a' }, '{"a":"one","b":"two three"}', 1],
    [{ words: { max: 100 }, path: 'a' }, '{"a":', 0],
    [{ words: { max: 1 }, extract: /A: (.*)/ }, 'long thoughts\nA: yes', 1],
    [{ characters: { max: 1_000_000 }, words: { max: 1 }, sentences: { max: 1 } }, 'x'.repeat(1_000_000), 1],
    [{ words: { max: 10 } }, 'word '.repeat(200_000), 0],
    [{ sentences: { max: 1 } }, ' \n'.repeat(500_000), 1],
  ])('%j on %.40s: %d', async (options, text, value) => {
    expect(await outcomeOf(length(options), text)).toBe(value);
  });

  it('says every limit that is overstepped', async () => {
    expect(await reasonOf(length({ words: { max: 1 }, characters: { min: 10 } }), 'ab cd')).toBe(
      '5 characters, at least 10 wanted; 2 words, at most 1 allowed',
    );
  });
});
