import { describe, expect, it } from 'vitest';
import type { EarlierAttempts } from '../../src/core/attempts.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { attemptWords, verdictAttemptWords } from '../../src/report/attempt-words.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { outcome, runFile, stable, verdict } from '../release/runs.ts';
import { loadFixture } from './support.ts';

const none: EarlierAttempts = { pass: 0, fail: 0, inconclusive: 0, unreadable: 0, elsewhere: 0 };

function tried(
  attempt: number,
  earlier: Partial<EarlierAttempts> = {},
  changes: Partial<RunFile> = {},
): RunFile {
  const attempts = {
    mode: 'counted' as const,
    cases: 'sha256:cases',
    earlier: { ...none, ...earlier },
    falsePass: 1 - 0.95 ** attempt,
  };
  return runFile({ attempt, attempts, dataset: { name: 'triage', digest: '', cases: 283 }, ...changes });
}

function corrected(attempt: number, confidence: number): RunFile {
  const run = tried(attempt, { fail: attempt - 1 });
  const interval = { low: 0, high: 0, confidence, method: '' };
  return {
    ...run,
    ...(run.attempts && {
      attempts: { ...run.attempts, mode: 'corrected', falsePass: 0.05 * (attempt / (attempt + 1)) },
    }),
    verdict: verdict('pass', [{ ...outcome('pass'), interval }]),
  };
}

function of(candidates: number, run: RunFile, again?: string): RunFile {
  const { attempts } = run;
  return {
    ...run,
    ...(attempts && { attempts: { ...attempts, candidates, ...(again !== undefined && { again }) } }),
  };
}

const start = (number: number) =>
  `Attempt ${number} against these 283 cases, as far as this working copy has seen`;

describe('what a report says of attempts', () => {
  it.each<[string, RunFile, string]>([
    ['the first', tried(1), `${start(1)}.`],
    ['the second', tried(2, { pass: 1 }), `${start(2)} (1 other: 1 passed).`],
    [
      'the fourth',
      tried(4, { fail: 2, inconclusive: 1 }),
      `${start(4)} (3 others: 2 failed, 1 inconclusive).`,
    ],
    [
      'the fourth, of two candidates',
      of(2, tried(4, { pass: 3 })),
      `${start(4).replace('4', '4 (2 candidates)')} (3 others: 3 passed).`,
    ],
    [
      'the second, of one candidate',
      of(1, tried(2, { pass: 1 })),
      `${start(2).replace('2', '2 (1 candidate)')} (1 other: 1 passed).`,
    ],
    ['the third, of three candidates', of(3, tried(3, { pass: 2 })), `${start(3)} (2 others: 2 passed).`],
    [
      'one that nobody can tell apart',
      of(1, tried(2, { unreadable: 1 })),
      `${start(2)} (1 other: 1 unreadable).`,
    ],
    [
      'one that asked nothing anew',
      of(2, tried(3, { pass: 3 }), 'run-7'),
      'No further attempt against these 283 cases: every answer came from the cache, and run run-7 tried this candidate already.',
    ],
    ['one after a broken line', tried(2, { unreadable: 1 }), `${start(2)} (1 other: 1 unreadable).`],
    [
      'one after the dataset changed',
      tried(1, { elsewhere: 12 }),
      `${start(1)}. 12 more were against other cases of this prompt.`,
    ],
    [
      'many',
      tried(20, { fail: 19 }),
      `${start(20)} (19 others: 19 failed). Of 20 bad candidates at the limit, at least one slips through with 64 %; attempts: 'corrected' keeps that from growing.`,
    ],
    [
      'a corrected one',
      corrected(20, 1 - 0.05 / 420),
      `${start(20)} (19 others: 19 failed). Corrected for attempts: each gate is judged at 99.98 %; so far a bad candidate had a chance of at most 4.8 % to slip through.`,
    ],
    [
      'a run of an older version',
      runFile({ attempt: 3 }),
      'Attempt 3 against these 2 cases, as far as this working copy has seen.',
    ],
  ])('%s', (_, run, expected) => {
    expect(attemptWords(run)).toBe(expected);
    expect(verdictAttemptWords(run)).toEqual([expected]);
  });

  const { candidate } = runFile().arms;
  it.each<[string, Partial<RunFile>, string]>([
    ['a narrowed run', { status: 'smoke' }, 'a run that was narrowed'],
    ['an interrupted one', { status: 'incomplete' }, 'a run that did not finish'],
    [
      'one of a prompt against itself',
      { arms: { baseline: { ...candidate, version: stable.version }, candidate } },
      'both arms are the same prompt',
    ],
  ])('%s is none, and beside the verdict nothing is said', (_, changes, why) => {
    const run = tried(2, { pass: 1 }, changes);
    expect(attemptWords(run)).toMatch(new RegExp(`^No attempt: ${why}`));
    expect(verdictAttemptWords(run)).toEqual([]);
  });

  it('counts a run that a look ended', () => {
    const stoppedEarly = { askedCases: 71, ofCases: 283, gate: 'quality', because: '', savedCalls: 424 };
    const run = tried(2, { pass: 1 }, { status: 'incomplete', stoppedEarly });
    expect(verdictAttemptWords(run)).toEqual([`${start(2)} (1 other: 1 passed).`]);
  });

  it('starts to warn at the fifth', () => {
    expect(attemptWords(tried(4, { fail: 3 }))).not.toContain('slips through');
    expect(attemptWords(tried(5, { fail: 4 }))).toContain('at least one slips through with 23 %');
  });

  it('stands in every report that people read', async () => {
    const input = await loadFixture('blocked');
    const { attempt, attempts } = tried(20, { fail: 17, inconclusive: 2 });
    const run = { ...input.run, attempt, ...(attempts && { attempts }) };
    const report = { ...input, run };
    const terminal = renderTerminal(report, {
      color: false,
      paths: { report: '' },
      exitCode: 1,
      width: 1000,
    });
    for (const text of [terminal, renderMarkdown(report), renderHtml(report)]) {
      expect(text).toContain('(19 others: 17 failed, 2 inconclusive)');
      expect(text).toContain('slips through with 64 %');
    }
  });
});

it('says nothing of several bad candidates where one was tried', () => {
  const { attempts } = tried(1);
  expect(attemptWords(tried(1, {}, { ...(attempts && { attempts: { ...attempts, falsePass: 0.2 } }) }))).toBe(
    'Attempt 1 against these 283 cases, as far as this working copy has seen.',
  );
});
