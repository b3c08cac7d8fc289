import { expect, it } from 'vitest';
import type { EarlierAttempts } from '../../src/core/attempts.ts';
import { attemptFor, attemptHistory } from '../../src/evaluation/attempts.ts';
import type { Arms } from '../../src/evaluation/evaluation.ts';
import { runFile } from '../release/runs.ts';

const earlier: EarlierAttempts = { pass: 1, fail: 2, inconclusive: 0, unreadable: 0, elsewhere: 4 };
const { arms } = runFile();
const baseline = arms.baseline;
const candidate = arms.candidate;
const tried = new Map([
  [candidate.digest, 'run-1'],
  ['sha256:other', 'run-2'],
]);
const cached = { totals: { completed: 8, failed: 0, cached: 8 }, calls: { judges: { calls: 0 } } };

it.each<[string, Parameters<typeof attemptFor>, ReturnType<typeof attemptFor>]>([
  [
    'a candidate that is new',
    [{ attempts: 'counted' }, { earlier, tried: new Map([['sha256:other', 'run-2']]) }, arms as Arms, cached],
    { number: 4, mode: 'counted', candidates: 2 },
  ],
  [
    'one that was tried before and is measured anew',
    [
      { attempts: 'corrected' },
      { earlier, tried },
      arms as Arms,
      { ...cached, totals: { completed: 8, failed: 0, cached: 7 } },
    ],
    { number: 4, mode: 'corrected', candidates: 2 },
  ],
  [
    'one whose answers were there, and a judge was asked anew',
    [
      { attempts: 'counted' },
      { earlier, tried },
      arms as Arms,
      { ...cached, calls: { judges: { calls: 1 } } },
    ],
    { number: 4, mode: 'counted', candidates: 2 },
  ],
  [
    'one whose answers were all there',
    [{ attempts: 'corrected' }, { earlier, tried }, arms as Arms, cached],
    { number: 3, mode: 'corrected', candidates: 2, again: 'run-1' },
  ],
  [
    'a prompt against itself',
    [
      { attempts: 'corrected' },
      { earlier, tried },
      { baseline, candidate: { ...candidate, digest: baseline?.digest } } as Arms,
      cached,
    ],
    { number: 3, mode: 'counted' },
  ],
  [
    'where nobody looked',
    [{ attempts: 'counted' }, { earlier }, arms as Arms, cached],
    { number: 4, mode: 'counted' },
  ],
])('numbers %s', (_, question, attempt) => {
  expect(attemptFor(...question)).toEqual(attempt);
});

it('keeps in the run what the number came from', () => {
  const attempt = attemptFor({ attempts: 'counted' }, { earlier, tried }, arms as Arms, cached);
  const history = attemptHistory(attempt, earlier, { cases: 'sha256:cases', gates: [], metrics: [] });
  expect(history).toEqual({
    ...{ mode: 'counted', cases: 'sha256:cases', earlier, falsePass: null },
    ...{ candidates: 2, again: 'run-1' },
  });
});
