import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textNumber } from '../../src/core/text-number.ts';

describe('the number of a text', () => {
  it('is equal for equal texts, and a whole number that stays exact', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const number = textNumber(text);
        expect(textNumber(`${text} `.slice(0, -1))).toBe(number);
        expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
      }),
    );
  });

  it('is another one for each of many texts that are nearly alike', () => {
    const texts = Array.from({ length: 200_000 }, (_, index) => [`case ${index}: yes`, `${index}`]).flat();
    texts.push('', '\0', '\0\0', 'ab', 'ba');
    expect(new Set(texts.map(textNumber)).size).toBe(texts.length);
  });
});
