import { digestOf } from '../../src/core/digest.ts';
import type { PromptFile } from '../../src/core/prompt.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import type { GateOutcome, Verdict } from '../../src/core/verdict.ts';

export const stable = { version: 7, digest: digestOf('stable') };
export const draft = { version: null, digest: digestOf('draft') };

export function prompt(changes: Partial<PromptFile> = {}): PromptFile {
  return {
    name: 'triage',
    model: 'demo/in-context',
    modelParameters: { temperature: 0, maxTokens: 300 },
    messages: [{ role: 'user', content: 'Sort this' }],
    'x-prompteval': { variables: {} },
    ...changes,
  };
}

export function outcome(status: GateOutcome['status'], enforced = true): GateOutcome {
  return {
    gate: 'quality',
    metric: 'quality',
    model: 'own',
    slice: null,
    status,
    enforced,
    reason: 'proven-not-worse',
    interval: null,
    expected: '',
    actual: '',
    text: '',
  };
}

export function verdict(status: Verdict['status'], outcomes = [outcome(status)]): Verdict {
  return { status, headline: `The headline of ${status}.`, outcomes };
}

/** A run of draft against stable that may promote, unless the changes say otherwise. */
export function runFile(changes: Partial<RunFile> = {}): RunFile {
  const { model, modelParameters: parameters } = prompt();
  return {
    formatVersion: 1,
    id: '20260822-140000-9f3c1a',
    prompt: 'triage',
    status: 'complete',
    arms: { baseline: { ...stable, prompt: prompt() }, candidate: { ...draft, prompt: prompt() } },
    head: stable,
    digests: { evaluators: digestOf('evaluators'), gates: digestOf('gates'), trials: digestOf('trials') },
    dataset: { name: 'triage', digest: digestOf('dataset'), cases: 2 },
    models: ['own'],
    pairings: [{ id: 'own', baseline: null, candidate: { id: model, model, parameters } }],
    repeats: 1,
    trials: { planned: 4, completed: 3, failed: 1, cached: 0 },
    metrics: [],
    comparisons: [],
    regressions: [],
    verdict: verdict('pass'),
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
