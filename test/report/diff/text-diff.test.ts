import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLine, shownLines } from '../../../src/report/diff/diff-lines.ts';
import { diffText, type TextPart } from '../../../src/report/diff/text-diff.ts';

const words = fc
  .array(fc.oneof(fc.constantFrom('a', 'b ', ' ', '\n', '\n\n', 'ü', '{{x}}', '.'), fc.string()), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

const side = (parts: readonly TextPart[], other: TextPart['kind']) =>
  parts
    .filter((part) => part.kind !== other)
    .map((part) => part.text)
    .join('');

const shown = (before: string, after: string) => shownLines(diffText(before, after)).map(plainLine);

describe('diffText', () => {
  it('holds both texts, whole and in order', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const parts = diffText(before, after);
        expect(side(parts, 'added')).toBe(before);
        expect(side(parts, 'removed')).toBe(after);
      }),
    );
  });

  it('says of a text and itself that all of it is the same', () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(diffText(text, text)).toEqual(text === '' ? [] : [{ kind: 'same', text }]);
      }),
    );
  });

  it('holds both texts where they are too far apart to be aligned', () => {
    const text = (word: string) => Array.from({ length: 6000 }, (_, index) => `${word}${index}`).join('\n');
    const parts = diffText(text('a'), text('b'));
    expect(parts.map((part) => part.kind)).toEqual(['removed', 'added']);
    expect(side(parts, 'added')).toBe(text('a'));
  });
});

describe('shownLines', () => {
  it.each<[string, string, string, string[]]>([
    ['a word', 'Sort the mail.\n', 'Sort every mail.\n', ['! Sort [-the-]{+every+} mail.']],
    [
      'words side by side as one change',
      'Sort the angry mail of a shop by its tone.\n',
      'Sort every calm mail of a shop by its length.\n',
      ['! Sort [-the angry-]{+every calm+} mail of a shop by its [-tone-]{+length+}.'],
    ],
    ['a line', 'a\nb\n', 'a\nnew one\nb\n', ['  a', '+ new one', '  b']],
    ['a line rewritten', 'Say yes.\n', 'Count all lamps now\n', ['- Say yes.', '+ Count all lamps now']],
    ['a line break', 'one two three\n', 'one two\nthree\n', ['! one two[- -]{+↵+}', '  three']],
    ['the last line break', 'one', 'one\n', ['! one{+↵+}']],
    ['a text from nothing', '', 'a\nb', ['+ a', '+ b']],
    ['nothing', 'a\n', 'a\n', ['  a']],
  ])('shows %s', (_, before, after, lines) => {
    expect(shown(before, after)).toEqual(lines);
  });

  it('folds long stretches that are the same and keeps three lines around a change', () => {
    const before = Array.from({ length: 30 }, (_, index) => `line ${index}\n`);
    expect(shown(before.join(''), before.with(10, 'line ten\n').join(''))).toEqual([
      '… 7 lines the same',
      '  line 7',
      '  line 8',
      '  line 9',
      '! line [-10-]{+ten+}',
      '  line 11',
      '  line 12',
      '  line 13',
      '… 16 lines the same',
    ]);
  });

  it('folds a long line around its change', () => {
    const long = 'word '.repeat(200);
    const [line = ''] = shown(`${long}one ${long}\n`, `${long}two ${long}\n`);
    expect(line).toMatch(
      /^! … 8\d\d characters the same …(word |d |rd |ord )+\[-one-\]\{\+two\+\} (word ?)+.*…$/,
    );
    expect(line.length).toBeLessThan(400);
  });
});
