import { expect, it } from 'vitest';
import { isAttempt } from '../../src/core/run-attempt.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { runFile } from '../release/runs.ts';

const earlier = { pass: 1, fail: 0, inconclusive: 0, unreadable: 0, elsewhere: 0 };
const attempts = { mode: 'counted' as const, cases: 'sha256:cases', earlier, falsePass: 0.05 };

it.each<[string, Partial<RunFile>, boolean]>([
  ['a whole run', {}, true],
  ['a smoke run', { status: 'smoke' }, false],
  ['an unfinished run', { status: 'incomplete' }, false],
  ['a run without one answer', { trials: { planned: 4, completed: 0, failed: 4, cached: 0 } }, false],
  ['a run with one answer', { trials: { planned: 4, completed: 1, failed: 3, cached: 0 } }, true],
  ['a run that asked nothing anew', { attempts: { ...attempts, again: 'run-0' } }, false],
  ['a run that scored answers again', { scoredFrom: 'run-0' }, false],
])('%s, whether it counts as an attempt', (_, changes, counts) => {
  expect(isAttempt(runFile(changes))).toBe(counts);
});
