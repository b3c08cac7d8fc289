import { describe, expect, it } from 'vitest';
import { CaseTable } from '../../../src/report/cases/case-table.ts';
import { rankRows } from '../../../src/report/cases/rank-rows.ts';
import { type ScannedTrial, TrialTable } from '../../../src/report/cases/trial-table.ts';
import { hasFlag, type RowFlag, rowFlags, type ShownMetric } from '../../../src/report/shared/case-index.ts';

const metrics: ShownMetric[] = [
  { id: 'quality', kind: 'score', better: 'higher', range: [0, 1] },
  { id: 'stars', kind: 'score', better: 'higher', range: [0, 10] },
  { id: 'mistakes', kind: 'score', better: 'lower', range: [0, 1] },
];

type Values = Partial<Record<'quality' | 'stars' | 'mistakes', number>>;

interface Row {
  id: string;
  trials: ScannedTrial[];
}

function trial(
  arm: 'baseline' | 'candidate',
  values: Values,
  change: Partial<ScannedTrial> = {},
): ScannedTrial {
  return {
    arm,
    repeat: 0,
    place: { start: 0, length: 0 },
    failed: false,
    unscored: false,
    answer: 1,
    values: metrics.flatMap(({ id }, index) =>
      Object.entries(values)
        .filter(([name]) => name === id)
        .map(([, value]) => [index, value] as const),
    ),
    ...change,
  };
}

function row(id: string, trials: ScannedTrial[]): Row {
  return { id, trials };
}

function pair(id: string, before: Values, after: Values, change: Partial<ScannedTrial> = {}): Row {
  return row(id, [trial('baseline', before), trial('candidate', after, change)]);
}

function ranked(...rows: Row[]) {
  const [cases, table] = [new CaseTable(), new TrialTable(2)];
  for (const { id, trials } of rows) for (const given of trials) table.put(cases.indexOf(id), 'm', given);
  return rankRows({ metrics, cases, trials: table }).map((found) => ({
    ...found,
    id: cases.at(table.caseOf(found.row)).id,
  }));
}

function flagsOf(scanned: Row): RowFlag[] {
  const [first] = ranked(scanned);
  return (Object.keys(rowFlags) as RowFlag[]).filter((flag) => hasFlag(first?.flags ?? 0, flag));
}

describe('rankRows', () => {
  it.each<[string, Row, RowFlag[]]>([
    ['a score that fell', pair('a', { quality: 1 }, { quality: 0.5 }), ['worse']],
    [
      'one that fell and one that rose',
      pair('a', { quality: 1, stars: 1 }, { quality: 0.9, stars: 9 }),
      ['worse'],
    ],
    ['a score that rose', pair('a', { quality: 0.5 }, { quality: 1 }), ['better']],
    ['less of what is better lower', pair('a', { mistakes: 1 }, { mistakes: 0 }), ['better']],
    ['the same', pair('a', { quality: 1 }, { quality: 1 }), []],
    ['a difference of floats', pair('a', { quality: 0.1 + 0.2 }, { quality: 0.3 }), []],
    ['other words', pair('a', { quality: 1 }, { quality: 1 }, { answer: 2 }), ['reworded']],
    ['other words and another score', pair('a', { quality: 0 }, { quality: 1 }, { answer: 2 }), ['better']],
    ['a failed trial', pair('a', { quality: 1 }, {}, { failed: true, answer: null }), ['failed']],
    ['an unscored answer', pair('a', { quality: 1 }, {}, { unscored: true }), ['unscored']],
    ['no baseline', row('a', [trial('candidate', { quality: 0 })]), []],
  ])('sees %s', (_, scanned, expected) => {
    expect(flagsOf(scanned)).toEqual(expected);
  });

  it('compares means over the repeats', () => {
    const again = { repeat: 1 };
    const trials = [
      trial('baseline', { quality: 1 }),
      trial('baseline', { quality: 0 }, again),
      trial('candidate', { quality: 0 }),
      trial('candidate', { quality: 1 }, again),
    ];
    expect(flagsOf(row('a', trials))).toEqual([]);
    expect(ranked(row('a', trials))).toMatchObject([{ metric: -1, size: 0 }]);
  });

  it('puts the worst first, by the share of the range, ties by id; then what failed, lacks a score, got better', () => {
    const rows = [
      pair('same', { quality: 1 }, { quality: 1 }),
      pair('reworded', { quality: 1 }, { quality: 1 }, { answer: 2 }),
      pair('better', { quality: 0 }, { quality: 0.1 }),
      pair('best', { quality: 0 }, { quality: 0.9 }),
      pair('unscored', { quality: 1 }, {}, { unscored: true }),
      pair('failed', { quality: 1 }, {}, { failed: true }),
      pair('two stars', { stars: 9 }, { stars: 7 }),
      pair('half b', { quality: 1 }, { quality: 0.5 }),
      pair('half a', { quality: 1 }, { quality: 0.5 }),
    ];
    expect(ranked(...rows).map(({ id }) => id)).toEqual([
      'half a',
      'half b',
      'two stars',
      'failed',
      'unscored',
      'best',
      'better',
      'reworded',
      'same',
    ]);
  });
});
