import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { loadReportInput } from '../../src/report/load-report.ts';
import { copyFixture, loadFixture } from './support.ts';

describe('loadReportInput', () => {
  it('joins the ten worst regressions with their case and their trials', async () => {
    const { worst, run } = await loadFixture('blocked');
    expect(worst).toHaveLength(10);
    expect(worst.map((entry) => entry.case)).toEqual(run.regressions.slice(0, 10).map((entry) => entry.case));
    expect(worst[1]).toMatchObject({ critical: true, tags: ['billing', 'refunds'], delta: -0.59 });
    expect(worst[0]?.variables).toHaveProperty('message');
  });

  it('shows the repeat in which the candidate did worst, on both arms', async () => {
    const { worst } = await loadFixture('blocked');
    expect(worst[0]?.candidateText).toContain('(repeat 1)');
    expect(worst[0]?.baselineText).toContain('(repeat 1)');
    // Its second repeat failed, so only the first says anything.
    expect(worst[3]?.candidateText).toContain('(repeat 0)');
    expect(worst[0]?.reasons).toContainEqual({
      evaluatorMetric: 'quality',
      candidate: 'contradicts the policy: credit must be kept',
    });
  });

  it('follows the pairing where the arms ran on different models', async () => {
    const folder = copyFixture('promoted');
    const path = join(folder, 'run.json');
    const run = JSON.parse(readFileSync(path, 'utf8'));
    run.pairings = [{ id: 'own', baseline: { id: 'old' }, candidate: { id: 'new' } }];
    run.regressions = [{ ...run.regressions[0], model: 'own' }];
    writeFileSync(path, JSON.stringify(run));
    const trial = (arm: string, model: string) => ({
      arm,
      model,
      case: run.regressions[0].case,
      repeat: 0,
      status: 'completed',
      completion: { text: `${arm} on ${model}`, usage: null, costUsd: null, latencyMs: null },
      scores: [],
      attempts: 1,
    });
    const trials = [
      trial('baseline', 'new'),
      trial('baseline', 'old'),
      trial('candidate', 'old'),
      trial('candidate', 'new'),
    ];
    writeFileSync(join(folder, 'trials.jsonl'), trials.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { worst } = await loadReportInput(folder);
    expect(worst[0]).toMatchObject({ baselineText: 'baseline on old', candidateText: 'candidate on new' });
  });

  it('tolerates a torn last line and says so', async () => {
    const folder = copyFixture('promoted');
    expect((await loadReportInput(folder)).gaps).toEqual([]);
    appendFileSync(join(folder, 'trials.jsonl'), '{"arm":"cand');
    const input = await loadReportInput(folder);
    expect(input.gaps).toEqual(['1 of the lines of trials.jsonl could not be read']);
    expect(input.worst[0]?.candidateText).toBe('{"category":"technical"}');
  });

  it('reads a line separator inside a text as text', async () => {
    const { worst, gaps } = await loadFixture('hostile');
    expect(gaps).toEqual([]);
    expect(worst[0]?.candidateText).toContain('\u2028');
  });

  it('does without the texts where their files are gone', async () => {
    const folder = copyFixture('promoted');
    rmSync(join(folder, 'trials.jsonl'));
    rmSync(join(folder, 'cases.jsonl'));
    const { worst, gaps } = await loadReportInput(folder);
    expect(worst).toHaveLength(5);
    expect(worst[0]).toMatchObject({ candidateText: null, variables: {}, reasons: [] });
    expect(gaps).toHaveLength(2);
  });

  it('fills in what an older run file lacks', async () => {
    const folder = copyFixture('promoted');
    const path = join(folder, 'run.json');
    const { pairings, metrics, regressions, warnings, ...older } = JSON.parse(readFileSync(path, 'utf8'));
    expect([pairings, metrics, regressions, warnings]).not.toContain(undefined);
    writeFileSync(path, JSON.stringify(older));
    const { run } = await loadReportInput(folder);
    expect(run).toMatchObject({ pairings: [], metrics: [], regressions: [], warnings: [] });
  });

  it.each([
    ['is absent', null],
    ['is no JSON', '{"formatVersion":1'],
    ['is of a later format', '{"formatVersion":2}'],
    ['is something else', '[]'],
  ])('refuses a run.json that %s', async (_, text) => {
    const folder = copyFixture('promoted');
    const path = join(folder, 'run.json');
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
    const failure = loadReportInput(folder);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow('run.json');
  });
});
