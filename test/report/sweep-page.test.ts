import { describe, expect, it } from 'vitest';
import type { SweepFile, SweepRow } from '../../src/core/sweep.ts';
import { renderSweepPage } from '../../src/report/sweep/sweep-page.ts';
import { findingsOf } from '../../src/report/sweep/sweep-words.ts';
import { parseTags } from './support.ts';

const evil = '"><img src=x onerror=alert(1)>\u202e\u001b[31m</script>';
const digest = `sha256:${'0'.repeat(64)}`;

function rowOf(row: number, changes: Partial<SweepRow> = {}): SweepRow {
  return {
    row,
    variant: `v${row}`,
    candidate: { version: null, digest },
    settings: { id: 'openai/a', model: 'openai/a', parameters: {} },
    stable: 0,
    trials: { planned: 20, completed: 20, failed: 0, cached: 0 },
    comparisons: [
      {
        metric: 'quality',
        model: 'openai/a',
        slice: null,
        better: 'higher',
        baseline: { value: 0.5, n: 10 },
        candidate: { value: 0.8, n: 10 },
        delta: 0.3,
        interval: { low: 0.1, high: 0.5, confidence: 0.95, method: 'exact' },
        pairs: 10,
        wins: 3,
        losses: 0,
        missing: 0,
      },
    ],
    verdict: { status: 'pass', headline: 'fine', outcomes: [] },
    clears: 'yes',
    standing: 'tie',
    pValue: 0.2,
    adjusted: 0.4,
    costPer1000: 0.1534,
    latencyMs: 820,
    dominatedBy: [],
    ...changes,
  };
}

function sweepOf(rows: SweepRow[], changes: Partial<SweepFile> = {}): SweepFile {
  return {
    ...{ formatVersion: 1, id: 'sweep-20261121-154501-9f3c1a', prompt: 'triage', status: 'complete' },
    ...{ narrowed: false, alias: 'stable', baseline: { version: 3, digest }, repeats: 1, gates: 1 },
    dataset: { name: 'cases', digest, cases: 10 },
    metrics: [{ id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] }],
    ...{ quality: 'quality', schema: null, best: null, cheapest: null, earlierAttempts: 0, warnings: [] },
    stables: [
      {
        settings: { id: 'openai/a', model: 'openai/a', parameters: {} },
        values: { quality: 0.5, cost: 0.001 },
      },
    ],
    rows,
    trials: { planned: 40, completed: 40, failed: 0, cached: 0 },
    spend: { usd: 0.1, judgeUsd: 0 },
    ...{
      startedAt: '2026-11-21T15:45:01.000Z',
      finishedAt: '2026-11-21T15:46:01.000Z',
      actor: 'me',
      tool: '1',
    },
    git: null,
    ...changes,
  };
}

describe("a sweep's page", () => {
  it('greys what is dominated, and says by which row', () => {
    const html = renderSweepPage(sweepOf([rowOf(1), rowOf(2, { dominatedBy: [1, 3] }), rowOf(3)]));
    expect(html).toMatch(/<tr class="dominated"><th scope="row">2 · [\s\S]*?dominated by 1, \+1/);
    expect(html.match(/<tr class="row">/g)).toHaveLength(2);
    expect(html).toMatch(/<tr class="stable">[\s\S]*?stable v3/);
    for (const figure of [
      '80.0 %',
      '+30.0 pp',
      '+10.0 … +50.0',
      '$0.153',
      '820 ms',
      '</span> clear</span>',
      '$1.00',
    ])
      expect(html).toContain(figure);
  });

  it('runs, loads and sends nothing, whatever names and warnings hold', () => {
    const settings = { id: evil, model: evil, parameters: {} };
    const verdict = { status: 'fail', headline: evil, outcomes: [] } as const;
    const row = rowOf(1, { variant: evil, settings, clears: 'no', verdict: { ...verdict, outcomes: [] } });
    const html = renderSweepPage(
      sweepOf([row], { prompt: evil, warnings: [evil], tool: evil, quality: evil }),
    );
    expect(html).toContain(
      'Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-',
    );
    expect(html).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    const names = new Set(parseTags(html.replace(/<style>[\s\S]*<\/style>/, '')).map(({ name }) => name));
    for (const name of ['script', 'img', 'iframe', 'link', 'object']) expect(names).not.toContain(name);
    expect(html).toContain('&lt;img src=x');
  });
});

describe('what a sweep comes to, in words', () => {
  const two = [rowOf(1), rowOf(2)];
  it.each<[string, SweepRow[], Partial<SweepFile>, RegExp]>([
    [
      'a winner',
      two,
      { best: { rows: [2] } },
      /^Best quality: row 2, v2 on openai\/a, proven better than every other row\.$/m,
    ],
    [
      'a winner that is worse than stable',
      [rowOf(1), rowOf(2, { standing: 'worse' })],
      { best: { rows: [2] } },
      /every other row, yet worse than stable\./,
    ],
    ['a tie of all', two, { best: { rows: [1, 2] } }, /^Best quality: no winner, but a tie of all 2 rows\./m],
    [
      'nothing as good as stable',
      [rowOf(1, { standing: 'worse' }), rowOf(2, { standing: 'worse' })],
      { best: { rows: [1, 2] } },
      /^Best quality: stable; every row is worse\.$/m,
    ],
    ['a tie of some', [...two, rowOf(3)], { best: { rows: [1, 3] } }, /a tie of 2 rows \(1, 3\)/],
    [
      'the cheapest',
      two,
      { cheapest: { rows: [1], untimed: false } },
      /^Cheapest that clears every gate: row 1, v1 on openai\/a, \$0\.153 for 1,000 cases\.$/m,
    ],
    [
      'a tie of costs',
      two,
      { cheapest: { rows: [1, 2], untimed: false } },
      /Cheapest that clears every gate: a tie of all 2 rows; their costs differ by less than 5 %/,
    ],
    [
      'open latency',
      two,
      { cheapest: { rows: [1], untimed: true } },
      /but latency: row 1[\s\S]*--cache off decides them/,
    ],
    ['no price', [rowOf(1, { costPer1000: null })], {}, /1 row clears every gate; none has a known price\./],
    ['nothing that clears', [rowOf(1, { clears: 'no' })], {}, /^No row clears every gate\.$/m],
    ['no gate', [rowOf(1, { clears: 'undecided' })], { gates: 0 }, /No gate is configured/],
    [
      'a budget that was spent',
      two,
      { status: 'incomplete', best: { rows: [1] } },
      /^Incomplete: the budget was spent after 40 of 40 trials, so nothing can be chosen/,
    ],
    [
      'attempts',
      two,
      { earlierAttempts: 4 },
      /Each row counts as an attempt against these cases \(2 after 4 before\)\. Cases with split: tune/,
    ],
  ])('%s', (_, rows, changes, expected) => {
    expect(findingsOf(sweepOf(rows, changes)).join('\n')).toMatch(expected);
  });

  it('say nothing of a choice where nothing can be chosen yet', () => {
    const sweep = sweepOf(two, {
      status: 'incomplete',
      best: { rows: [1] },
      cheapest: { rows: [1], untimed: false },
    });
    expect(findingsOf(sweep)).toHaveLength(1);
  });
});
