import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonKey, normalizations, normalizeText } from '../../../src/evaluators/reading/normalize.ts';

describe('normalizeText', () => {
  it.each([
    ['none', ' A ', ' A '],
    ['trim', ' A b\n', 'A b'],
    ['trim', '\ufeffA\u00a0', 'A'],
    ['text', '  Hello,\n  World!  ', 'hello, world'],
    ['text', '"Billing."', 'billing'],
    ['text', '**Billing**', 'billing'],
    ['text', '„Straße“', 'strasse'],
    ['text', 'STRASSE', 'strasse'],
    ['text', 'STRAẞE', 'strasse'],
    ['text', 'İstanbul', 'istanbul'],
    ['text', 'ISTANBUL', 'istanbul'],
    ['text', 'ıstanbul', 'istanbul'],
    ['text', 'i\u0307\u0307\u0301', 'í'],
    ['text', 'ΟΔΟΣ', 'οδοσ'],
    ['text', 'οδός', 'οδόσ'],
    ['text', 'Cafe\u0301', 'café'],
    ['text', 'ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
    ['text', '\ufb01ne', 'fine'],
    ['text', '\u200fשל\u200bום\u200f', 'שלום'],
    ['text', 'e\u034f\u0301', 'é'],
    ['text', 'I don’t “know” it', 'i don\'t "know" it'],
    ['text', 'C#', 'c#'],
    ['text', '!?', '!?'],
    ['text', '', ''],
    ['number', 'about $1,234.50', '1234.5'],
    ['number', 'none', undefined],
    ['number', '42 is wrong, it is 43', '42 is wrong, it is 43'],
    ['number', '5 and 6', '5 and 6'],
    ['number', '2026-11-21', '2026-11-21'],
    ['number', '10:30', '10:30'],
    ['number', '3-4', '3-4'],
    ['number', '**5 of 6**', '5 of 6'],
    ['number', '42, so 42.0', '42'],
    ['number', 'minus: -3 °C', '-3'],
    ['number', '120 km2', '120'],
    ['number', '12 t CO2', '12'],
    ['number', 'EUR5', '5'],
    ['number', 'EUR5 and 6', 'eur5 and 6'],
    ['number', 'GPT-4', '4'],
    ['number', '1/2', undefined],
    ['number', '1/2 and 3', '1/2 and 3'],
    ['number', '', undefined],
  ] as const)('%s: %j becomes %j', (how, text, expected) => {
    expect(normalizeText(text, how)).toBe(expected);
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...' "a.İΣ̣ßﬁ1,2-Å') })),
        fc.constantFrom(...normalizations),
        (text, how) => {
          const once = normalizeText(text, how);
          if (once !== undefined) expect(normalizeText(once, how)).toBe(once);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is idempotent for every single character', () => {
    const unstable: string[] = [];
    for (let code = 0; code <= 0x2ffff; code++) {
      const once = normalizeText(String.fromCodePoint(code), 'text') ?? '';
      if (normalizeText(once, 'text') !== once) unstable.push(code.toString(16));
    }
    expect(unstable).toEqual([]);
  });

  it('takes a megabyte of marks in its stride', () => {
    expect(normalizeText(`a${'.'.repeat(1_000_000)}b`, 'text')).toHaveLength(1_000_002);
    expect(normalizeText('"'.repeat(1_000_000), 'text')).toHaveLength(1_000_000);
  });
});

describe('comparisonKey', () => {
  it('tells types apart under none and trim, and looks into values', () => {
    expect(comparisonKey(5, 'trim')).not.toBe(comparisonKey('5', 'trim'));
    expect(comparisonKey({ a: 1, b: [true, null] }, 'trim')).toBe(
      comparisonKey({ b: [true, null], a: 1 }, 'trim'),
    );
    expect(comparisonKey([1, 2], 'none')).not.toBe(comparisonKey([2, 1], 'none'));
  });

  it('compares by text under text, by number under number', () => {
    expect(comparisonKey(true, 'text')).toBe(comparisonKey('True.', 'text'));
    expect(comparisonKey(1234.5, 'number')).toBe(comparisonKey('$1,234.50', 'number'));
    expect(comparisonKey(true, 'number')).toBeUndefined();
    expect(comparisonKey({ a: 1 }, 'number')).toBeUndefined();
  });
});
