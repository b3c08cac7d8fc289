import { describe, expect, it } from 'vitest';
import type { ArmName, TrialRecord } from '../../src/core/trial.ts';
import { armTrials } from '../../src/evaluation/arm-trials.ts';
import { CallTally } from '../../src/runner/call-tally.ts';
import { pairModels } from '../../src/runner/model-pairings.ts';
import { answer, armOf, caseList, promptWith } from '../runner/trials.ts';

const prompt = promptWith();
const own = 'fake/small';
const cases = caseList(10);
const both = { baseline: armOf('baseline'), candidate: armOf('candidate') };
const onOwn = { ...both, cases, pairings: pairModels(['own'], prompt, prompt), repeats: 2 };
const onTwo = {
  ...onOwn,
  pairings: pairModels(['own', { model: 'fake/large', parameters: {} }], prompt, prompt),
};
const first = { ...onOwn, baseline: null, pairings: pairModels(['own'], null, prompt) };

function records(arm: ArmName, status: 'completed' | 'failed', count: number, from?: string): TrialRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    arm,
    case: `case-${index}`,
    model: own,
    repeat: 0,
    status,
    ...(status === 'completed'
      ? { completion: { ...answer, costUsd: null } }
      : { failure: { code: 'timeout', message: 'made' } }),
    scores: [],
    attempts: 1,
    ...(from !== undefined && { from }),
  }));
}

function tallyOf(...all: TrialRecord[][]): CallTally {
  const tally = new CallTally();
  for (const record of all.flat()) tally.add(record);
  return tally;
}

const baseline = records('baseline', 'completed', 20);
const candidate = [...records('candidate', 'completed', 17), ...records('candidate', 'failed', 3)];

describe('the trials of each arm', () => {
  it.each([
    [
      'are counted with their repeats',
      onOwn,
      tallyOf(baseline, candidate),
      false,
      [
        { arm: 'baseline', planned: 20, completed: 20 },
        { arm: 'candidate', planned: 20, completed: 17 },
      ],
    ],
    [
      'are those on all models',
      onTwo,
      tallyOf(baseline, candidate),
      false,
      [
        { arm: 'baseline', planned: 40, completed: 20 },
        { arm: 'candidate', planned: 40, completed: 17 },
      ],
    ],
    [
      'are those of the only arm',
      first,
      tallyOf(candidate),
      false,
      [{ arm: 'candidate', planned: 20, completed: 17 }],
    ],
    [
      'are those of today, where the others are the ones of then',
      onOwn,
      tallyOf(records('baseline', 'completed', 20, 'release'), candidate),
      true,
      [{ arm: 'today', planned: 20, completed: 17 }],
    ],
  ] as const)('%s', (_, plan, tally, isDrift, expected) => {
    expect(armTrials(plan, tally, isDrift)).toEqual(expected);
  });
});
