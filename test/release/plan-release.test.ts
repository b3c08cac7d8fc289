import { describe, expect, it } from 'vitest';
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
    ['nothing to release', { candidate: stable }, 'hold', /names already: version 7\.$/],
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
  });
});
