import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumbers } from '../../../src/evaluators/reading/numbers.ts';

const first = (text: string): string | undefined => readNumbers(text).next().value ?? undefined;

describe('the first number in a text', () => {
  it.each([
    ['18', '18'],
    ['$1,234.50 USD', '1234.5'],
    ['๑๒๓.๕ บาท', '123.5'],
    ['১,২৩৪', '1234'],
    ['\u200f-1\u200b000', '-1000'],
    ['US$1,234,567.00', '1234567'],
    ['EUR500', '500'],
    ['70 000 €', '70000'],
    ['70\u202f000,50\u00a0€', '70000.5'],
    ['1.234,50 €', '1234.5'],
    ['1.234.567', '1234567'],
    ["CHF 1'234.50", '1234.5'],
    ['1_000_000', '1000000'],
    ['₹12,34,567.5', '1234567.5'],
    ['50%', '50'],
    ['50 %', '50'],
    ['3,5', '3.5'],
    ['1,50 €', '1.5'],
    ['0,234', '0.234'],
    ['1,234', '1234'],
    ['1.234', '1.234'],
    ['5,875', '5875'],
    ['3.0', '3'],
    ['3.', '3'],
    ['007', '7'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['-3', '-3'],
    ['−3', '-3'],
    ['–3', '-3'],
    ['-$5', '-5'],
    ['$-5', '-5'],
    ['−US$ 5', '-5'],
    ['-0.0', '0'],
    ['1e3', '1000'],
    ['2.5E-3 m', '0.0025'],
    ['6.02e23', '602000000000000000000000'],
    ['1e40', '1e40'],
    ['1e-40', '1e-40'],
    ['3eggs', '3'],
    ['1e5a', '1'],
    ['-1.8 billion', '-1.8'],
    ['between 10 and 20', '10'],
    ['10-20', '10'],
    ['2024-05-01', '2024'],
    ['GPT-4', '4'],
    ['(5)-3', '5'],
    ['1,5,3', '1'],
    ['1,55,3', '1'],
    ['1.2.3', '1'],
    ['3, 4 and 5', '3'],
    ['2024 100', '2024'],
    ['1 234 5678', '1'],
    ['**42**', '42'],
    ['\\boxed{-7}', '-7'],
    ['１２３．５', '123.5'],
    ['٣٫٥', '3.5'],
    ['१२', '12'],
    ['12345678901234567890.10', '12345678901234567890.1'],
    ['5/hour', '5'],
  ])('%j is %s', (text, expected) => {
    expect(first(text)).toBe(expected);
  });

  it.each([
    [''],
    ['none'],
    ['1/5'],
    ['1/5 of 20'],
    ['3/4/2024'],
    ['1 1/2'],
    ['2½'],
    ['10²'],
    ['1e99999999'],
    ['²'],
    ['- -'],
  ])('%j has none that can be told', (text) => {
    expect(first(text)).toBeUndefined();
  });
});

describe('all numbers in a text', () => {
  it.each([
    ['3, 4 and 5', ['3', '4', '5']],
    ['from -1 to 1,000 in 2 steps', ['-1', '1000', '2']],
    ['1/2 of 10', [undefined, '10']],
    ['v1.2', ['1.2']],
  ])('%j', (text, expected) => {
    expect([...readNumbers(text)]).toEqual(expected);
  });

  it('goes through a megabyte of digits without taking a part of them for the number', () => {
    expect([...readNumbers('7'.repeat(1_000_000))]).toEqual([undefined]);
    expect([...readNumbers(`1${',234'.repeat(250_000)}`)]).toEqual([undefined]);
    expect([...readNumbers('1 '.repeat(500_000))]).toHaveLength(500_000);
    expect([...readNumbers('-'.repeat(1_000_000))]).toEqual([]);
  });
});

describe('laws', () => {
  it('the form of a number reads as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), (value) => {
        const form = first(String(value));
        expect(form).toBeDefined();
        expect(Number(form)).toBe(value === 0 ? 0 : value);
        expect(first(form ?? '')).toBe(form);
      }),
    );
  });

  it('separators of thousands change nothing', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(',', ' ', "'", '_', '\u00a0'), (value, mark) => {
        const written = String(value).replace(/\B(?=(\d{3})+$)/g, mark);
        expect(first(written)).toBe(String(value));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0159.,-−/ eE½$’٣a') }), (text) => {
        for (const number of readNumbers(text)) if (number !== undefined) expect(first(number)).toBe(number);
      }),
      { numRuns: 2000 },
    );
  });
});
