import { describe, expect, it } from 'vitest';
import type { GateOutlook } from '../../src/core/gate-evidence.ts';
import { judgeTrials } from '../../src/gates/judge-trials.ts';
import { decideStop } from '../../src/gates/stop-early.ts';
import {
  evidenceFor,
  limit,
  mustPass,
  noWorseThan,
  model as onModel,
  quality,
  type Row,
} from '../comparison/observed.ts';

function chance(
  value: number,
  changes: { model?: string; assumed?: 'no-change' | 'as-seen'; name?: string } = {},
): GateOutlook {
  const { model = onModel, assumed = 'no-change', name = 'quality' } = changes;
  return { kind: 'chance', gate: noWorseThan('quality', 0.05, { name }), model, chance: value, assumed };
}

function rule(rows: Row[]): GateOutlook {
  return { kind: 'rule', evidence: evidenceFor('rule', rows, quality, limit('min', 'quality', 1)) };
}

function critical(
  baseline: number,
  candidate: Exclude<Row['candidate'], undefined>,
  evenIfBaselineFails = false,
): GateOutlook {
  const gate = mustPass('quality', 'critical', { evenIfBaselineFails });
  return {
    kind: 'rule',
    evidence: evidenceFor('mustPass', [{ baseline, candidate, critical: true }], quality, gate),
  };
}

const failed = (gate: string) => `${gate} has failed already, whatever the other cases say`;

describe('a run', () => {
  it.each<[string, GateOutlook[], string | null]>([
    ['goes on where every chance is large enough', [chance(0.1), chance(0.9)], null],
    ['goes on where nothing can be said', [], null],
    ['goes on where a rule holds', [rule([{ baseline: 1, candidate: 1 }])], null],
    ['goes on where a must-pass case was broken before', [critical(0, 0)], null],
    ['goes on where a must-pass case has no answer', [critical(1, 'failed')], null],
    [
      'ends at a small chance',
      [chance(0.9), chance(0.0999)],
      'quality has a chance of 10 % to pass if nothing changes',
    ],
    [
      'names the smallest chance',
      [chance(0.05), chance(0.031, { name: 'safety' })],
      'safety has a chance of 3 % to pass if nothing changes',
    ],
    [
      'does not call a chance 0 %',
      [chance(0.001)],
      'quality has a chance below 1 % to pass if nothing changes',
    ],
    [
      'says what was assumed',
      [chance(0.02, { assumed: 'as-seen' })],
      'quality has a chance of 2 % to pass if results stay as seen',
    ],
    [
      'names the model where there are several',
      [chance(0.9), chance(0.02, { model: 'c/d' })],
      'quality on c/d has a chance of 2 % to pass if nothing changes',
    ],
    ['ends where a rule is broken', [chance(0.02), rule([{ baseline: 1, candidate: 0 }])], failed('quality')],
    ['ends where a must-pass case failed', [critical(1, 0)], failed('critical quality')],
    ['ends where it failed now and then', [critical(1, [1, 0])], failed('critical quality')],
    ['ends where it was broken before, if that counts', [critical(0, 0, true)], failed('critical quality')],
  ])('%s', (_, outlooks, because) => {
    expect(decideStop(outlooks)?.because ?? null).toBe(because);
  });
});

it('says in the gate `trials` why the run was stopped', () => {
  const because = 'quality has a chance of 3 % to pass if nothing changes';
  const stopped = { askedCases: 71, ofCases: 283, gate: 'quality', because, savedCalls: 848 };
  expect(judgeTrials({ planned: 1132, completed: 284, stopped })).toMatchObject([
    {
      status: 'inconclusive',
      enforced: true,
      reason: 'stopped-early',
      expected: 'every case asked',
      actual: '71 of 283 cases asked',
      text: `trials: stopped after 71 of 283 cases: ${because}; 848 of 1,132 calls saved.`,
    },
  ]);
});
