import { describe, expect, it } from 'vitest';
import { rankRows } from '../../../src/report/cases/rank-rows.ts';
import type { ScannedRow, ScannedTrial } from '../../../src/report/cases/scan-run.ts';
import { hasFlag, type RowFlag, rowFlags, type ShownMetric } from '../../../src/report/shared/case-index.ts';

const metrics: ShownMetric[] = [
  { id: 'quality', kind: 'score', better: 'higher', range: [0, 1] },
  { id: 'stars', kind: 'score', better: 'higher', range: [0, 10] },
  { id: 'mistakes', kind: 'score', better: 'lower', range: [0, 1] },
];

type Values = Partial<Record<'quality' | 'stars' | 'mistakes', number>>;

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
    answer: 'same',
    values: metrics.map(({ id }) => Object.entries(values).find(([name]) => name === id)?.[1]),
    ...change,
  };
}

function row(id: string, trials: ScannedTrial[]): ScannedRow {
  return { case: { id, place: null, input: '', slices: [], critical: false }, model: 'm', trials, pairs: [] };
}

function pair(id: string, before: Values, after: Values, change: Partial<ScannedTrial> = {}): ScannedRow {
  return row(id, [trial('baseline', before), trial('candidate', after, change)]);
}

function flagsOf(scanned: ScannedRow): RowFlag[] {
  const [ranked] = rankRows([scanned], metrics);
  return (Object.keys(rowFlags) as RowFlag[]).filter((flag) => hasFlag(ranked?.flags ?? 0, flag));
}

describe('rankRows', () => {
  it.each<[string, ScannedRow, RowFlag[]]>([
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
    ['other words', pair('a', { quality: 1 }, { quality: 1 }, { answer: 'other' }), ['reworded']],
    [
      'other words and another score',
      pair('a', { quality: 0 }, { quality: 1 }, { answer: 'other' }),
      ['better'],
    ],
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
    const [ranked] = rankRows([row('a', trials)], metrics);
    expect(ranked).toMatchObject({ baseline: [0.5, null, null], candidate: [0.5, null, null], metric: -1 });
  });

  it('puts the worst first, by the share of the range, ties by id; then what failed, lacks a score, got better', () => {
    const rows = [
      pair('same', { quality: 1 }, { quality: 1 }),
      pair('reworded', { quality: 1 }, { quality: 1 }, { answer: 'other' }),
      pair('better', { quality: 0 }, { quality: 0.1 }),
      pair('best', { quality: 0 }, { quality: 0.9 }),
      pair('unscored', { quality: 1 }, {}, { unscored: true }),
      pair('failed', { quality: 1 }, {}, { failed: true }),
      pair('two stars', { stars: 9 }, { stars: 7 }),
      pair('half b', { quality: 1 }, { quality: 0.5 }),
      pair('half a', { quality: 1 }, { quality: 0.5 }),
    ];
    expect(rankRows(rows, metrics).map((ranked) => ranked.case.id)).toEqual([
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
