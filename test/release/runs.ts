import { digestOf } from '../../src/core/digest.ts';
import type { PromptFile } from '../../src/core/prompt.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import type { GateOutcome, Verdict } from '../../src/core/verdict.ts';
import { runOf } from '../support/runs.ts';

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
  const arms = { baseline: { ...stable, prompt: prompt() }, candidate: { ...draft, prompt: prompt() } };
  return runOf(arms, { verdict: verdict('pass'), ...changes });
}
