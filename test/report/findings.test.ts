import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/core/comparison.ts';
import { formatProbability } from '../../src/core/format.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import {
  allPassedWords,
  failureWords,
  flakyWords,
  lookWords,
  missingWords,
  unscoredWords,
  worseSliceWords,
} from '../../src/report/findings.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { regressionCount } from '../../src/report/verdict-words.ts';
import { fixtures, loadFixture, parseTags, textOf } from './support.ts';

const blocked = await loadFixture('blocked');
const [first] = blocked.run.comparisons;
function required(comparison: Comparison | undefined): Comparison {
  if (comparison) return comparison;
  throw new Error('the fixture has comparisons');
}
const firstComparison = required(first);
const { model } = firstComparison;
const hostile = '<img src=x>\u001b[2J|`@all`\n# big';

const worse = { metric: 'quality', model, slice: 'german', wins: 1, losses: 12, cases: 1040 };
const repeated = {
  ...firstComparison,
  metric: 'quality',
  slice: null,
  passK: { baseline: 0.74, candidate: 0.71 },
};

/** The blocked run with one model, three repeats and something of every kind. */
function found(change: Partial<RunFile> = {}): ReportInput {
  const run: RunFile = {
    ...blocked.run,
    repeats: 3,
    comparisons: [
      { ...repeated, flaky: 12 },
      { ...firstComparison, metric: 'quality', slice: 'german' },
    ],
    regressed: 1153,
    worseSlices: [{ ...worse, pValue: 0.0017, adjusted: 0.0137 }],
    flaky: ['a', 'b', 'c', 'd'].map((id) => ({ case: id, model, metric: 'quality', passed: 2, trials: 3 })),
    unscored: [{ metric: 'tone', model, arm: 'candidate', count: 7, reason: 'the judge gave no number' }],
    failures: [{ code: 'rate-limited', model, arm: 'candidate', count: 1200 }],
    ...change,
  };
  return { ...blocked, run };
}

it('says how many clusters got worse where they were tested', () => {
  const clusters = { field: 'customer', count: 42, pairs: 40, wins: 1, losses: 9 };
  const { run } = found({ worseSlices: [{ ...worse, clusters, pValue: 0.01, adjusted: 0.02 }] });
  expect(worseSliceWords(run)).toEqual([
    'german: quality 12 worse, 1 better of 1,040; clusters of customer: 9 worse, 1 better of 40 (p 0.020)',
  ]);
});

const terminal = (input: ReportInput) =>
  renderTerminal(input, { color: false, paths: { report: 'r' }, exitCode: 1 });

const sentences = [
  'german: quality 12 worse, 1 better of 1,040 (p 0.014)',
  'pass^3 (cases whose trials all passed): quality 74.0 % → 71.0 %',
  'quality 12 cases: a (2 of 3 passed), b (2 of 3 passed), c (2 of 3 passed), …',
  'tone 7 answers of the candidate: the judge gave no number',
  'rate-limited 1,200 trials of the candidate',
  'worst of 1,153 regressions',
];

describe('what is found beside the gates', () => {
  it.each([
    ['the terminal', terminal, sentences.slice(0, 5)],
    ['summary.md', renderMarkdown, sentences],
    ['index.html', (input: ReportInput) => textOf(renderHtml(input)), sentences.slice(0, 5)],
  ] as const)('stands in %s', (_, render, expected) => {
    for (const sentence of expected) expect(render(found())).toContain(sentence);
  });

  it('takes one line of each kind in the terminal', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      ...worse,
      slice: `s${index}`,
      pValue: 0,
      adjusted: 0,
    }));
    const lines = terminal(found({ worseSlices: many })).split('\n');
    const [line, ...others] = lines.filter((text) => text.includes('slices that got worse'));
    expect(others).toEqual([]);
    expect(line).toContain('s0: quality');
    expect(line).toMatch(/ · 6 more$/);
    expect(lines.some((text) => text.includes('(1,153 regressions)'))).toBe(true);
  });

  it('is no gate: JUnit does not know it', () => {
    const { worseSlices, flaky, unscored, failures, ...without } = found().run;
    expect([worseSlices, flaky, unscored, failures]).not.toContain(undefined);
    expect(renderJunit(found())).toBe(renderJunit({ ...blocked, run: without }));
  });

  it.each(fixtures.filter((name) => name !== 'errors'))(
    'says nothing of %s, where there is nothing to say',
    async (name) => {
      const { run } = await loadFixture(name);
      const words = [worseSliceWords, allPassedWords, flakyWords, unscoredWords, failureWords].map((of) =>
        of(run),
      );
      expect(words).toEqual([[], [], [], [], []]);
    },
  );

  it('prints no foreign text as it came', () => {
    const input = found({
      worseSlices: [{ ...worse, slice: hostile, pValue: 0, adjusted: 0 }],
      flaky: [{ case: hostile, model, metric: 'quality', passed: 1, trials: 3 }],
      unscored: [{ metric: hostile, model, arm: 'baseline', count: 1, reason: hostile }],
      failures: [{ code: hostile, model: hostile, arm: 'baseline', count: 1 }],
    });
    expect(terminal(input)).not.toContain('\u001b');
    expect(terminal(input)).not.toContain('\n# big');
    expect(renderMarkdown(input)).not.toMatch(/<img|@all|\n# big/);
    const page = renderHtml(input);
    expect(page).not.toContain('<img');
    expect(() => parseTags(page.replace(/<style>[\s\S]*<\/style>/, ''))).not.toThrow();
  });
});

describe('the words', () => {
  it.each<[string, Partial<RunFile>, (run: RunFile) => string[], string[]]>([
    [
      'an unscored answer without a reason',
      { unscored: [{ metric: 'tone', model, arm: 'baseline', count: 1, reason: null }] },
      unscoredWords,
      ['tone 1 answer of the baseline (trials.jsonl says why: the prompt has sensitive variables)'],
    ],
    [
      'answers that went unscored for several reasons',
      {
        unscored: [
          {
            metric: 'tone',
            model,
            arm: 'candidate',
            count: 60,
            reason: 'it threw',
            often: { reason: 'no number', count: 45 },
          },
        ],
      },
      unscoredWords,
      ['tone 60 answers of the candidate: no number (45 of them)'],
    ],
    [
      'two models',
      {
        unscored: ['m1', 'm2'].map((id) => ({
          metric: 'tone',
          model: id,
          arm: 'baseline',
          count: 2,
          reason: 'x',
        })),
      },
      unscoredWords,
      ['tone · m1 2 answers of the baseline: x', 'tone · m2 2 answers of the baseline: x'],
    ],
    [
      'failures on two models',
      {
        failures: ['m1', 'm2'].map((id) => ({ code: 'timeout', model: id, arm: 'baseline', count: 1 })),
      },
      failureWords,
      ['timeout · m1 1 trial of the baseline', 'timeout · m2 1 trial of the baseline'],
    ],
    [
      'a first release',
      { comparisons: [{ ...repeated, passK: { baseline: null, candidate: 1 }, flaky: 0 }] },
      allPassedWords,
      ['quality 100.0 %'],
    ],
    [
      'no complete case',
      { comparisons: [{ ...repeated, passK: { baseline: 1, candidate: null } }] },
      allPassedWords,
      [],
    ],
    [
      'one flaky case',
      {
        comparisons: [{ ...repeated, flaky: 1 }],
        flaky: [{ case: 'a', model, metric: 'quality', passed: 1, trials: 2 }],
      },
      flakyWords,
      ['quality 1 case: a (1 of 2 passed)'],
    ],
    ['no flaky case', { comparisons: [{ ...repeated, flaky: 0 }], flaky: [] }, flakyWords, []],
    ['no worse slice', { worseSlices: [] }, worseSliceWords, []],
  ])('fit %s', (_, change, words, expected) => {
    expect(words(found(change).run)).toEqual(expected);
  });

  it.each([
    [0.0004, 'under 0.001'],
    [0.001, '0.001'],
    [0.04996, '0.050'],
  ])('give a p value of %d as %s', (probability, expected) => {
    expect(formatProbability(probability)).toBe(expected);
  });

  it.each([
    ['a run that says how many', { regressed: 153 }, '153 regressions'],
    ['one that got exactly a hundred', { regressed: 100 }, '100 regressions'],
    ['an older run that kept a hundred', {}, '100 or more regressions'],
  ])('count the regressions of %s', (_, change, expected) => {
    const [regression] = blocked.run.regressions;
    if (!regression) throw new Error('the fixture has regressions');
    const regressions = Array.from({ length: 100 }, () => regression);
    expect(regressionCount({ ...blocked.run, ...change, regressions })).toBe(expected);
  });
});

describe('missing results', () => {
  it('are told of a passing run in the same words everywhere', async () => {
    const promoted = await loadFixture('promoted');
    const [comparison, ...others] = promoted.run.comparisons;
    const lacking = { ...required(comparison), slice: null, missing: 3, pairs: 297 };
    const input = { ...promoted, run: { ...promoted.run, comparisons: [lacking, ...others] } };
    const [words = ''] = missingWords(input.run);
    expect(words).toMatch(/: 3 cases have no value on an arm; 297 pairs were compared\.$/);
    const options = { color: false, paths: { report: 'x' }, exitCode: 0, width: 1000 } as const;
    expect(renderTerminal(input, options)).toContain(` missing: ${words}`);
    expect(textOf(renderHtml(input))).toContain(words);
    expect(renderMarkdown(input)).toContain('- Missing: ');
    const repeated = { ...input.run, repeats: 3 };
    expect(missingWords(repeated)).toEqual([
      words.replace('have no value', 'lack at least one of their 3 values'),
    ]);
    const first = { ...lacking, baseline: null, pairs: 0 };
    expect(missingWords({ ...input.run, comparisons: [first] })).toEqual([
      words.replace(/ on an arm;.*/, '.'),
    ]);
    const unpriced = { ...lacking, metric: 'cost', candidate: { value: 0, n: 0 } };
    expect(missingWords({ ...input.run, comparisons: [unpriced] })).toEqual([]);
  });
});

it('says where a run looked at its gates and went on', async () => {
  const { run } = blocked;
  const looked = { ...run, dataset: { ...run.dataset, cases: 283 }, looks: [71, 142, 213] };
  const words = 'Looked at the gates after 71, 142 and 213 of 283 cases, and went on.';
  expect(lookWords(looked)).toEqual([words]);
  expect(textOf(renderHtml({ ...blocked, run: looked }))).toContain(words);
  expect(lookWords({ ...looked, looks: [71] })).toEqual([
    'Looked at the gates after 71 of 283 cases, and went on.',
  ]);
  expect(lookWords(run)).toEqual([]);
});
