import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { GateOutcome } from '../../src/core/verdict.ts';
import { gateRows } from '../../src/report/gate-rows.ts';
import { missingReason } from '../../src/report/missing-reason.ts';
import { loadFixture } from './support.ts';

const { run } = await loadFixture('errors');
const tone = run.verdict.outcomes.find(({ metric }) => metric === 'tone') as GateOutcome;
const entry = { metric: 'tone', model: tone.model ?? '', arm: 'candidate' } as const;
const without = (changes: Partial<RunFile>): RunFile => ({ ...run, unscored: [], failures: [], ...changes });

describe('a gate without results', () => {
  it('goes on with the first reason of the most frequent kind', () => {
    const unscored = [
      { ...entry, count: 2, reason: 'rare' },
      { ...entry, metric: 'other', count: 90, reason: 'of another metric' },
      { ...entry, count: 30, reason: `down\n${'x'.repeat(300)}` },
    ];
    expect(missingReason(without({ unscored }), tone, 'both')).toMatch(
      /^ The first of 30 on the candidate: down x+…$/,
    );
  });

  it('prefers of several reasons the one that most have', () => {
    const unscored = [{ ...entry, count: 30, reason: 'boom', often: { reason: 'no number', count: 20 } }];
    expect(missingReason(without({ unscored }), tone, 'both')).toBe(' 20 of 30 on the candidate: no number');
  });

  it('names what the model failed at where that is most', () => {
    const failures = [{ ...entry, code: 'busy', count: 9, message: 'it was busy' }];
    expect(missingReason(without({ failures }), tone, 'both')).toBe(
      ' The first of 9 on the candidate: it was busy',
    );
  });

  it('says no more where no reason is kept, and of gates that lack nothing', () => {
    const sensitive = without({ unscored: [{ ...entry, count: 3, reason: null }] });
    expect(missingReason(sensitive, tone, 'both')).toBe('');
    expect(missingReason(run, { ...tone, reason: 'proven-not-worse' }, 'both')).toBe('');
    expect(missingReason(sensitive, { ...tone, text: 'tone: 2 cases have no result: a, b' }, 'both')).toBe(
      ". The run's trials.jsonl says why.",
    );
  });

  it('says nothing where nothing failed, because the calls were never made', () => {
    expect(missingReason(without({}), tone, 'both')).toBe('');
  });

  it('quotes the candidate alone of a gate that is about it alone', () => {
    const failures = [
      { ...entry, arm: 'baseline' as const, code: 'busy', count: 12, message: 'it was busy' },
      { ...entry, code: 'busy', count: 8, message: 'nope' },
    ];
    expect(missingReason(without({ failures }), tone, 'candidate')).toBe(
      ' The first of 8 on the candidate: nope',
    );
    expect(missingReason(without({ failures }), tone, 'both')).toBe(
      ' The first of 12 on the baseline: it was busy',
    );
    expect(missingReason(without({ failures: failures.slice(0, 1) }), tone, 'candidate')).toBe('');
  });

  it('stands in every report, and run.json keeps its own sentence', () => {
    const row = gateRows(run).find(({ outcome }) => outcome.metric === 'tone');
    expect(row?.outcome.text).toMatch(/says what failed\. The first of 3 on the \w+: judge failed/);
    expect(tone.text).toMatch(/says what failed\.$/);
  });
});
