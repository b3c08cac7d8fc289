import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from '../../src/cli/table.ts';

const widths = (text: string) => text.split('\n').map((line) => [...line].length);

describe('table', () => {
  it('puts numbers and money to the right, text to the left', () => {
    const rows = [
      ['a', '1', '$0.50', 'x'],
      ['long', '1,200', '', 'y'],
    ];
    expect(table(['name', 'n', 'cost', 'why'], rows, { width: 100 })).toBe(
      ['name      n   cost  why', 'a         1  $0.50  x', 'long  1,200         y'].join('\n'),
    );
  });

  it('cuts the widest of the columns that may be cut, and no other', () => {
    const rows = [
      ['20261121-150501-abcdef', 'mia@support-operations.example', 'A rather long reason for it'],
    ];
    const lines = table(['run', 'by', 'reason'], rows, { width: 60, cut: ['by', 'reason'] }).split('\n');
    expect(lines[1]).toBe('20261121-150501-abcdef  mia@support-oper…  A rather long re…');
  });

  it('takes from some before it takes from the others', () => {
    const rows = [['20261121-150501-abcdef', 'mia@operations.example', 'A rather long reason for it']];
    const cut = (width: number) =>
      table(['run', 'by', 'reason'], rows, { width, cut: ['by', 'reason'], cutFirst: ['reason'] }).split(
        '\n',
      )[1];
    expect(cut(60)).toBe('20261121-150501-abcdef  mia@operations.example  A rather lo…');
    expect(cut(50)).toBe('20261121-150501-abcdef  mia@operations.…  A rathe…');
    expect(cut(Number.POSITIVE_INFINITY)).toContain('mia@operations.example  A rather long reason for it');
  });

  it('keeps a line in one line and a terminal untouched', () => {
    expect(table(['a'], [['one\ntwo \u001b[31mred']], { width: 100 })).toBe('a\none two �red');
  });

  it('is never wider than asked where everything may be cut, and aligns every row', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.integer({ min: 28, max: 120 }),
        (rows, width) => {
          const text = table(['one', 'two', 'three'], rows, { width, cut: ['one', 'two', 'three'] });
          expect(text.split('\n')).toHaveLength(rows.length + 1);
          expect(Math.max(...widths(text))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
