import { describe, expect, it } from 'vitest';
import type { GateOutcome, GateStatus } from '../../src/core/verdict.ts';
import { type PlanInput, planRelease } from '../../src/release/plan-release.ts';
import { draft, outcome, stable, verdict } from './runs.ts';

const passing: PlanInput = {
  verdict: verdict('pass'),
  status: 'complete',
  alias: 'stable',
  candidate: draft,
  head: stable,
};

describe('planRelease', () => {
  it.each<[string, Partial<PlanInput>, 'promote' | 'hold', RegExp]>([
    ['a pass', {}, 'promote', /^The enforced gate passed\.$/],
    [
      'several gates that passed',
      { verdict: verdict('pass', [outcome('pass'), outcome('pass'), outcome('fail', false)]) },
      'promote',
      /^All 2 enforced gates passed\.$/,
    ],
    ['a first release', { head: null }, 'promote', /^stable names no version yet/],
    ['no enforced gate', { verdict: verdict('pass', []) }, 'promote', /^No gate is enforced/],
    ['a fail', { verdict: verdict('fail') }, 'hold', /^A gate failed\.$/],
    ['too little evidence', { verdict: verdict('inconclusive') }, 'hold', /too thin/],
    ['a smoke run that passed', { status: 'smoke' }, 'hold', /narrowed .* never promotes\.$/],
    ['a run that did not finish', { status: 'incomplete' }, 'hold', /did not finish/],
    ['a run that was scored again', { isScoredAgain: true }, 'hold', /scored .* again never promotes\.$/],
    ['nothing to release', { candidate: stable }, 'hold', /names already: version 7\.$/],
    [
      'a run without the model that the version ships with',
      { missingModel: 'openai/m2' },
      'hold',
      /^The run did not evaluate openai\/m2 with the parameters that the version ships with/,
    ],
    [
      'a blocked run without that model',
      { missingModel: 'openai/m2', verdict: verdict('fail') },
      'hold',
      /^A gate failed/,
    ],
    [
      'a verdict that its gates contradict',
      { verdict: verdict('pass', [outcome('pass'), outcome('inconclusive')]) },
      'hold',
      /its gate "quality" says inconclusive/,
    ],
  ])('after %s', (_, changes, action, because) => {
    const plan = planRelease({ ...passing, ...changes });
    expect(plan).toMatchObject({ action, alias: 'stable' });
    expect(plan.because).toMatch(because);
    expect(plan).not.toHaveProperty('awaits');
  });

  const mustPass = (status: GateStatus) => ({
    ...outcome(status),
    gate: 'must pass',
    cases: [{ case: 'refund-1', status, text: '' }],
  });
  const undecided = (...more: GateOutcome[]) => verdict('inconclusive', [outcome('inconclusive'), ...more]);

  it.each<[string, Partial<PlanInput>, 'approval' | undefined, RegExp]>([
    ['too little evidence', {}, 'approval', /no gate failed\. An owner may approve/],
    [
      'must-pass cases that held',
      { verdict: undecided(mustPass('pass')) },
      'approval',
      /An owner may approve/,
    ],
    [
      'one that failed before too',
      { verdict: undecided(mustPass('inconclusive')) },
      undefined,
      /must pass did not/,
    ],
    [
      'one that is not enforced',
      { verdict: undecided({ ...mustPass('fail'), enforced: false }) },
      'approval',
      /An owner may approve/,
    ],
    ['a first release', { head: null }, 'approval', /An owner may approve/],
    ['a fail', { verdict: verdict('fail') }, undefined, /A gate failed/],
    ['a smoke run', { status: 'smoke' }, undefined, /never promotes/],
    ['a run that did not finish', { status: 'incomplete' }, undefined, /did not finish/],
    ['nothing to release', { candidate: stable }, undefined, /names already/],
    [
      'a config that blocks',
      { onInconclusive: 'block' },
      undefined,
      /too thin to prove what the gates ask for\.$/,
    ],
  ])("under 'ask', after %s", (_, changes, awaits, because) => {
    const plan = planRelease({ ...passing, verdict: undecided(), onInconclusive: 'ask', ...changes });
    expect(plan.action).toBe('hold');
    expect(plan.awaits).toBe(awaits);
    expect(plan.because).toMatch(because);
  });

  it("promotes what passed under 'ask' as well", () => {
    const plan = planRelease({ ...passing, onInconclusive: 'ask' });
    expect(plan).toEqual({ action: 'promote', alias: 'stable', because: 'The enforced gate passed.' });
  });
});
