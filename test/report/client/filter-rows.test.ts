import { describe, expect, it } from 'vitest';
import { RowFilter } from '../../../src/report/client/filter-rows.ts';
import { parseQuery } from '../../../src/report/client/query.ts';
import { findRow, rowAt } from '../../../src/report/client/row.ts';
import { searchBlock } from '../../../src/report/client/search-texts.ts';
import { countTabs, firstTab, type TabId } from '../../../src/report/client/tabs.ts';
import { type CaseIndex, rowFlags } from '../../../src/report/shared/case-index.ts';

const index: CaseIndex = {
  baseline: 'v1',
  candidate: 'v2',
  command: 'prompteval run p',
  repeats: 1,
  metrics: [
    { id: 'quality', kind: 'score', better: 'higher', range: [0, 1] },
    { id: 'schema', kind: 'binary', better: 'higher', range: [0, 1] },
  ],
  models: ['m/one', 'm/two'],
  slices: ['Billing', 'two words'],
  cases: {
    ids: ['a-1', 'b-2', 'c\u202e'],
    inputs: ['Where is my REFUND', 'another', ''],
    slices: [[0], [0, 1], []],
    critical: [1, 0, 0],
  },
  rows: {
    case: [0, 1, 0, 2],
    model: [0, 0, 1, 1],
    flags: [rowFlags.worse, rowFlags.failed, rowFlags.better, rowFlags.reworded],
    metric: [0, -1, 1, -1],
    baseline: [
      [1, 1, 0.5, 1],
      [1, 1, 0, 1],
    ],
    candidate: [
      [0.5, null, 0.5, 1],
      [1, null, 1, 1],
    ],
  },
  rowsPerBlock: 200,
  reduced: 0,
};

describe('RowFilter', () => {
  it.each<[TabId, string, number[]]>([
    ['all', '', [0, 1, 2, 3]],
    ['regressions', '', [0]],
    ['improvements', '', [2]],
    ['failed', '', [1]],
    ['unscored', '', []],
    ['reworded', '', [3]],
    ['all', 'slice:billing', [0, 1, 2]],
    ['all', 'slice:"two words"', [1]],
    ['all', 'slice:none', []],
    ['all', 'model:m/two', [2, 3]],
    ['all', 'model:m/two slice:billing', [2]],
    ['all', 'eval:quality', [0, 1]],
    ['all', 'eval:schema', [1, 2]],
    ['all', 'eval:none', []],
    ['all', 'status:critical', [0, 2]],
    ['all', 'status:same', [1, 3]],
    ['all', 'status:worse status:better', [0, 2]],
    ['all', 'status:none', []],
    ['all', 'refund', [0, 2]],
    ['all', 'refund where', [0, 2]],
    ['all', 'refund b-2', []],
    ['all', 'c\ufffd', [3]],
  ])('finds in %s for %j the rows %j', (tab, query, expected) => {
    expect(new RowFilter(index).rows(tab, parseQuery(query))).toEqual(expected);
  });
});

describe('words that stand in the texts', () => {
  it('find rows that the list does not show them of, but none that the rest leaves out', () => {
    const filter = new RowFilter(index);
    expect(filter.rows('all', parseQuery('policy'), new Set([1, 2]))).toEqual([1, 2]);
    expect(filter.rows('all', parseQuery('policy slice:"two words"'), new Set([1, 2]))).toEqual([1]);
    expect(filter.rows('improvements', parseQuery('refund'), new Set([1]))).toEqual([2]);
  });

  it('are looked for in inputs, expectations, answers, reasons and failures; all of them must be there', () => {
    const block = [
      { variables: { a: 'Ask ME' }, trials: [] },
      null,
      {
        expected: 'a POLICY',
        trials: [
          {
            arm: 'candidate' as const,
            case: 'c',
            model: 'm',
            repeat: 0,
            status: 'failed' as const,
            attempts: 1,
            failure: { code: 'timeout', message: 'too late' },
            scores: [
              { metric: 'quality', value: 1, reason: 'good' },
              { metric: 'tone', unscored: 'no\u202e number' },
            ],
          },
        ],
      },
    ];
    expect(searchBlock(block, ['me'])).toEqual([0]);
    for (const word of ['policy', 'late', 'good', 'number', '\ufffd'])
      expect(searchBlock(block, [word])).toEqual([2]);
    expect(searchBlock(block, ['policy', 'good'])).toEqual([2]);
    expect(searchBlock(block, ['policy', 'me'])).toEqual([]);
  });
});

describe('the tabs', () => {
  it('count their rows and begin at what went wrong', () => {
    const counts = countTabs(index);
    expect(counts).toEqual({ regressions: 1, improvements: 1, failed: 1, unscored: 0, reworded: 1, all: 4 });
    expect(firstTab(counts)).toBe('regressions');
    expect(firstTab({ ...counts, regressions: 0 })).toBe('failed');
    expect(firstTab({ regressions: 0, improvements: 0, failed: 0, unscored: 0, reworded: 0, all: 4 })).toBe(
      'all',
    );
  });
});

describe('a row', () => {
  it.each<[number, string, string, string[]]>([
    [0, '▼ −0.500', 'fail', ['quality']],
    [1, '✖ failed', 'fail', []],
    [2, '▲ fail → pass', 'pass', ['schema']],
    [3, '≠ reworded', 'calm', []],
  ])('%i says %s', (number, move, tone, moved) => {
    expect(rowAt(index, number)).toMatchObject({ move, tone, moved });
  });

  it('is found again by what its address says', () => {
    expect(findRow(index, 'a-1', 'm/two')).toBe(2);
    expect(findRow(index, 'a-1', null)).toBe(0);
    expect(findRow(index, 'c\u202e', null)).toBe(3);
    expect(findRow(index, 'nobody', null)).toBe(-1);
  });
});
