import { describe, expect, it } from 'vitest';
import { flipLines } from '../../src/cli/watch/watch-words.ts';
import { type CaseOutcome, flipsBetween } from '../../src/report/flips.ts';
import { flagged, grade, quality } from '../comparison/observed.ts';

function outcome(id: string, values: Record<string, number | number[]>, model = 'm'): CaseOutcome {
  const lists = Object.entries(values).map(([metric, value]): [string, number[]] => [metric, [value].flat()]);
  return { case: id, model, values: new Map(lists), answer: `answer of ${id}` };
}

const metrics = [quality, grade, flagged];
const { NaN: missing } = Number;

describe('what an edit did to a case', () => {
  it.each<[string, Record<string, number | number[]>, Record<string, number | number[]>, string[]]>([
    ['nothing', { quality: 1 }, { quality: 1 }, []],
    ['pass to fail', { quality: 1 }, { quality: 0 }, ['✖ quality pass → fail']],
    ['fail to pass', { quality: 0 }, { quality: 1 }, ['✔ quality fail → pass']],
    ['less is better', { flagged: 0 }, { flagged: 1 }, ['✖ flagged pass → fail']],
    ['a grade', { grade: 3 }, { grade: 7.5 }, ['✔ grade 3.000 → 7.500']],
    ['rounding', { grade: 0.1 + 0.2 }, { grade: 0.3 }, []],
    ['some of the repeats', { quality: [1, 1] }, { quality: [1, 0] }, ['✖ quality pass → 50.0 %']],
    ['no answer any more', { quality: 1 }, { quality: missing }, ['✖ quality pass → nothing']],
    ['an answer at last', { quality: missing }, { quality: 0 }, ['✔ quality nothing → fail']],
    ['no answer, as before', { quality: missing }, { quality: missing }, []],
    ['a metric that is new', { quality: 1 }, { quality: 1, grade: 2 }, []],
    [
      'two metrics',
      { quality: 1, grade: 1 },
      { quality: 0, grade: 2 },
      ['✖ quality pass → fail', '✔ grade 1.000 → 2.000'],
    ],
  ])('%s', (_, before, after, expected) => {
    const flips = flipsBetween([outcome('a', before)], [outcome('a', after)], metrics);
    expect(
      flips.map((flip) => `${flip.isBetter ? '✔' : '✖'} ${flip.metric} ${flip.before} → ${flip.after}`),
    ).toEqual(expected);
  });

  it('is about the same case on the same model', () => {
    const before = [outcome('a', { quality: 1 }, 'm'), outcome('b', { quality: 1 }, 'm')];
    const after = [outcome('a', { quality: 0 }, 'n'), outcome('c', { quality: 0 }, 'm')];
    expect(flipsBetween(before, after, metrics)).toEqual([]);
  });
});

it('shows the worse ones first, with the answer, and not more than a screen of them', () => {
  const ids = Array.from({ length: 30 }, (_, index) => `c${index}`);
  const before = ids.map((id, index) => outcome(id, { quality: index % 3 === 0 ? 0 : 1 }));
  const after = ids.map((id, index) => outcome(id, { quality: index % 3 === 0 ? 1 : 0 }));
  const lines = flipLines(flipsBetween(before, after, metrics), false);
  expect(lines[0]).toBe('since the last save: 10 better, 20 worse');
  expect(lines[1]).toBe(' ✖ c1  quality pass → fail   answer of c1');
  expect(lines[13]).toBe(' ✖ … and 8 more');
  expect(lines[14]).toBe(' ✔ c0  quality fail → pass   answer of c0');
  expect(lines).toHaveLength(24);
  expect(flipLines([], false)).toEqual(['no case flipped since the last save']);
});

it('shows no control character of an id or an answer', () => {
  const evil = 'a\u001b[31m\u202e';
  const [before, after] = [0, 1].map((value) => ({ ...outcome(evil, { quality: value }), answer: evil }));
  const lines = flipLines(flipsBetween(before ? [before] : [], after ? [after] : [], metrics), true);
  expect(lines.join('\n')).not.toMatch(/[\u001b\u202e]/);
});
