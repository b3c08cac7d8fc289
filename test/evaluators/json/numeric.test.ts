import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { type NumericOptions, numeric } from '../../../src/evaluators/json/numeric.ts';
import { isWithin } from '../../../src/evaluators/json/tolerance.ts';
import { outcomeOf, reasonOf } from '../context.ts';

describe('numeric', () => {
  it.each<[NumericOptions, string, Json | undefined, number | string]>([
    [{}, 'The total is $1,234.50.', 1234.5, 1],
    [{}, '18', '18.0', 1],
    [{}, '18.1', 18, 0],
    [{ tolerance: 0.1 }, '18.1', 18, 1],
    [{ tolerance: 0.1 }, '17.9', 18, 1],
    [{ tolerance: 0.1 }, '18.11', 18, 0],
    [{ tolerance: '2%' }, '102', 100, 1],
    [{ tolerance: '2%' }, '-98', -100, 1],
    [{ tolerance: '2%' }, '102.1', 100, 0],
    [{ tolerance: '2%' }, '0.001', 0, 0],
    [{ tolerance: '0.5 %' }, '1005', 1000, 1],
    [{}, '12345678901234567890', '12345678901234567891', 0],
    [{}, '1e400', '1e400', 1],
    [{ tolerance: 1 }, '1e400', '1e401', 0],
    [{}, '٣', 3, 1],
    [{ path: 'sum' }, '{"sum":7}', { sum: 7 }, 1],
    [{ path: 'sum' }, '{"sum":7', { sum: 7 }, 0],
    [{ extract: /#### (.*)/ }, '5 and 6 make #### 11', 11, 1],
    [{}, 'The total is 42 for 3 items', 42, 1],
    [{}, 'for 3 items 42', 42, 0],
    [{}, '7 of 10', 7, 1],
    [{}, '5 and 6', 5, 1],
    [{}, '5 and 6', 6, 0],
    [{}, 'It costs 1,234.50 (incl. 19% VAT)', 1234.5, 1],
    [{ extract: /total: (.*)/i, tolerance: 0.05 }, 'Total: 18.00 EUR (incl. 19 % VAT)', 18, 1],
    [{}, '2026-11-21', 2026, 1],
    [{}, 'CO2: 12 t of 100', 12, 1],
    [{}, 'EUR5 for 3 items', 5, 1],
    [{}, 'GPT4', 4, 1],
    [{}, '1/2 of 10', 10, 0],
    [{ path: 'sum' }, '{"sum":[7]}', { sum: 7 }, 0],
    [{}, '5 and 6', '5 and 6', "the case's expected value holds several numbers"],
    [{}, '5', [5], "no number could be read from the case's expected value"],
    [{}, '5', '1/5', "no number could be read from the case's expected value"],
    [{}, '5', '5.0 (=5)', 1],
    [{}, '', 5, 0],
    [{}, 'none', 5, 0],
    [{}, '5', 'five', "no number could be read from the case's expected value"],
    [{}, '5', undefined, 'the case has no expected value'],
    [{}, `${'x'.repeat(1_000_000)} 5`, 5, 1],
  ])('%j on %.40s, expected %j: %j', async (options, text, expected, value) => {
    expect(await outcomeOf(numeric(options), text, expected)).toBe(value);
  });

  it('says both numbers and what is allowed', async () => {
    expect(await reasonOf(numeric({ tolerance: '2%' }), '90', 100)).toBe('expected 100, 2% allowed, got 90');
    expect(await reasonOf(numeric(), '90', 100)).toBe('expected 100, got 90');
    expect((await reasonOf(numeric(), `1${'2'.repeat(900)} of 5`, 1)).length).toBeLessThan(100);
  });

  it('allows exactly the tolerance, whatever binary fractions make of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1000 }), (whole, steps) => {
        const [expected, tolerance] = [whole / 100, steps / 100];
        expect(isWithin(expected, (whole + steps) / 100, tolerance)).toBe(true);
        expect(isWithin(expected, (whole - steps) / 100, tolerance)).toBe(true);
        expect(isWithin(expected, (whole + steps + 1) / 100, tolerance)).toBe(false);
      }),
    );
  });
});
