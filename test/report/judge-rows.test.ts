import { describe, expect, it } from 'vitest';
import type { JudgeCheck, RunFile } from '../../src/core/run-file.ts';
import type { Metric } from '../../src/core/score.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { judgeRows, judgeWords } from '../../src/report/judge-rows.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { loadFixture } from './support.ts';

const judge: JudgeCheck = {
  ...{ metric: 'tone', kappaAtLeast: 0.66, evaluator: 'llmJudge', version: '1', digest: 'sha256:0' },
  ...{ models: ['openai/judge'], asks: 1, spend: { calls: 1200, usd: 0.42, unpriced: 0 } },
  calibration: {
    ...{ run: 'r1', labelled: 120, agreement: 0.925, kappa: 0.81 },
    difference: {
      ...{
        judged: 0.3,
        rectified: 0.1,
        low: -0.1,
        high: 0.3,
        confidence: 0.95,
        labelledPairs: 40,
        pairs: 60,
      },
    },
  },
};
const pairwise: JudgeCheck = {
  ...{ metric: 'preference', kappaAtLeast: null, evaluator: 'pairwiseJudge', version: '1', asks: 2 },
  flips: { asked: 40, flipped: 12, first: 11, second: 0, fit: false },
};

async function inputWith(...judges: JudgeCheck[]) {
  const input = await loadFixture('promoted');
  const tone: Metric = { id: 'tone', better: 'higher', kind: 'score', range: [1, 5] };
  const run: RunFile = { ...input.run, judges, metrics: [...input.run.metrics, tone] };
  return { ...input, run };
}

describe('the judges of a run', () => {
  it.each<[string, JudgeCheck, string]>([
    [
      'one that people checked',
      judge,
      'tone (llmJudge 1 · openai/judge): 1,200 replies, $0.42, kappa 0.81, at least 0.66 (120 answers, 92.5 % the same), in run r1 it saw +0.300, people make it +0.100 [−0.100, +0.300]',
    ],
    [
      'one of two answers',
      pairwise,
      'preference (pairwiseJudge 1): UNFIT: flipped with the order in 12 of 40 pairs (30.0 %), not checked against people',
    ],
    [
      'one that was asked nothing',
      { ...pairwise, flips: { asked: 0, flipped: 0, first: 0, second: 0, fit: null } },
      'preference (pairwiseJudge 1): no pair was judged, not checked against people',
    ],
    ['one of an older run', { metric: 'tone', kappaAtLeast: null }, 'tone: never checked against people'],
    [
      'one of an older run that people checked',
      { metric: 'tone', kappaAtLeast: 0.5 },
      'tone: kappa at least 0.50',
    ],
    [
      'one without a price',
      { metric: 'tone', kappaAtLeast: null, spend: { calls: 2, usd: 0, unpriced: 2, cached: 5 } },
      'tone: 2 replies, price unknown, 5 more from the cache, never checked against people',
    ],
    [
      'one with some prices',
      { metric: 'tone', kappaAtLeast: null, spend: { calls: 3, usd: 0.5, unpriced: 1 } },
      'tone: 3 replies, $0.50, 1 without a price, never checked against people',
    ],
  ])('are said in words: %s', async (_, one, words) => {
    const { run } = await inputWith(one);
    expect(judgeWords(run)).toEqual([words]);
  });

  it('say so where there is no baseline, and where no gate goes by them', async () => {
    const { run } = await inputWith({ ...pairwise, gated: false });
    const [row] = judgeRows({ ...run, arms: { ...run.arms, baseline: null } });
    expect(row).toMatchObject({ isGated: false, order: 'no baseline yet, so there is no pair to judge' });
    const { judges: _, ...older } = run;
    expect(judgeRows(older)).toEqual([]);
  });

  it('stand in every report with the same figures', async () => {
    const input = await inputWith(judge, pairwise);
    const html = renderHtml(input);
    const texts = [
      html,
      renderMarkdown(input).replaceAll('\\', ''),
      renderTerminal(input, { color: false, paths: { report: 'index.html' }, exitCode: 0, width: 400 }),
    ];
    for (const figure of ['1,200 replies', 'kappa 0.81, at least 0.66', '12 of 40 pairs (30.0 %)']) {
      for (const text of texts) expect(text).toContain(figure);
    }
    expect(html).toMatch(/<h2 id="judges">Judges<\/h2>/);
    expect(html).toContain('unfit</span>');
    expect(renderHtml(await inputWith())).not.toContain('id="judges"');
  });

  it('may be called anything', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const input = await inputWith({ ...judge, metric: evil, evaluator: evil, models: [evil] });
    expect(renderHtml(input)).not.toContain('<img src=x');
    expect(renderMarkdown(input)).not.toContain('<img src=x');
  });
});
