import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LongTexts } from '../../../src/report/cases/long-texts.ts';
import { unpackBlock } from '../../../src/report/shared/unpack-block.ts';

/** As the page of these rows has them. */
function packed(rows: readonly string[]): string {
  const texts = new LongTexts();
  return texts.block(rows.map((row) => texts.take(row)));
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

function textOf(length: number, seed: number): string {
  return Array.from({ length }, (_, index) => letters[(index * seed * 7 + index) % letters.length]).join('');
}

describe('the long texts of a block', () => {
  it('are put back where they stood, whatever a row holds', () => {
    const long = fc.record({
      length: fc.integer({ min: 900, max: 9000 }),
      seed: fc.integer({ min: 1, max: 3 }),
    });
    const text = long.map(({ length, seed }) => textOf(length, seed));
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.jsonValue(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'long')),
          tie('value'),
        ),
      ),
    })).value;
    const row = fc.record({ expected: value, trials: fc.array(value, { maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(fc.oneof(row, fc.constant(null)), { maxLength: 5 }), (rows) => {
        const lines = rows.map((given) => JSON.stringify(given));
        const unpacked = unpackBlock(JSON.parse(packed(lines)));
        expect(unpacked.map((given) => JSON.stringify(given))).toEqual(lines);
      }),
    );
  });

  it('stand in it once, however many rows have them', () => {
    const [input, answer] = [textOf(40_000, 1), textOf(40_000, 2)];
    const row = (repeat: number) =>
      JSON.stringify({ variables: { input }, trials: [{ repeat, completion: { text: answer } }] });
    const block = packed(Array.from({ length: 50 }, (_, repeat) => row(repeat)));
    expect(block.split(input)).toHaveLength(2);
    expect(block.split(answer)).toHaveLength(2);
    expect(block.length).toBeLessThan(100_000);
  });

  it('stay in short rows, which are not looked at', () => {
    const row = JSON.stringify({ trials: [{ completion: { text: textOf(5000, 1) } }] });
    expect(packed([row, 'null'])).toBe(`{"texts":[],"rows":[${row},null]}`);
  });
});
