import { digestOf } from '../../src/core/digest.ts';
import type { RunFile } from '../../src/core/run-file.ts';

/** A whole run of these arms that may promote, unless the changes say otherwise. */
export function runOf(arms: RunFile['arms'], changes: Partial<RunFile> = {}): RunFile {
  const { baseline, candidate } = arms;
  const { model, modelParameters: parameters } = candidate.prompt;
  return {
    formatVersion: 1,
    id: '20260822-140000-9f3c1a',
    prompt: 'triage',
    status: 'complete',
    arms,
    head: baseline && { version: baseline.version, digest: baseline.digest },
    digests: { evaluators: digestOf('evaluators'), gates: digestOf('gates'), trials: digestOf('trials') },
    dataset: { name: 'triage', digest: digestOf('dataset'), cases: 2 },
    models: ['own'],
    pairings: [{ id: 'own', baseline: null, candidate: { id: model, model, parameters } }],
    repeats: 1,
    trials: { planned: 4, completed: 3, failed: 1, cached: 0 },
    metrics: [],
    comparisons: [],
    regressions: [],
    verdict: { status: 'pass', headline: 'All gates passed', outcomes: [] },
    spend: { usd: 0, judgeUsd: 0 },
    startedAt: '2026-08-22T14:00:00.000Z',
    finishedAt: '2026-08-22T14:01:00.000Z',
    actor: 'ana',
    tool: '0.1.0',
    git: null,
    attempt: 1,
    warnings: [],
    plan: { action: 'promote', alias: 'stable', because: 'The enforced gate passed.' },
    release: null,
    ...changes,
  };
}
