import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import type { Gate } from '../../src/core/gate.ts';
import { judge } from '../../src/gates/judge.ts';
import type { InterfaceEvidence } from '../../src/gates/judge-interface.ts';
import { type ArmTrials, judgeTrials } from '../../src/gates/judge-trials.ts';
import {
  bothArms,
  compare,
  firstRelease,
  flips,
  limit,
  maxIncrease,
  mustPass,
  noWorseThan,
  observe,
  quality,
  type Row,
} from '../comparison/observed.ts';
import { verdictOn } from './judged.ts';

const good = flips({ wins: 5, losses: 1, pass: 194 });
const bad = flips({ losses: 60, pass: 140 });
const margin = noWorseThan('quality', 0.05);
const floor = limit('min', 'quality', 0.9, { name: 'floor' });
const rule = limit('min', 'quality', 1, { name: 'rule' });

describe('the verdict', () => {
  it.each<[string, Row[], Gate[], string, string]>([
    ['passes when all pass', good, [margin, floor], 'pass', '3 of 3 gates passed. quality: '],
    [
      'fails when one fails',
      bad,
      [margin, floor],
      'fail',
      '2 of 3 gates failed: quality, floor. quality: 60 cases got worse',
    ],
    [
      'is undecided when one is',
      flips({ pass: 20 }),
      [margin, floor],
      'inconclusive',
      '2 of 3 gates undecided: quality, floor. quality: ',
    ],
    [
      'fails rather than being undecided',
      bad,
      [margin, maxIncrease('cost', 0.1)],
      'fail',
      '1 of 3 gates failed: quality; 1 undecided. quality: ',
    ],
    [
      'names every gate that failed',
      bad,
      [margin, floor, rule],
      'fail',
      '3 of 4 gates failed: quality, floor, rule. ',
    ],
  ])('%s', (_, rows, gates, status, headline) => {
    const verdict = verdictOn(rows, quality, gates);
    expect(verdict.status).toBe(status);
    expect(verdict.headline.startsWith(headline), verdict.headline).toBe(true);
  });

  it('quotes a gate with an interval where all pass', () => {
    const rows: Row[] = good.map((row, index) => ({ ...row, critical: index > 190 }));
    expect(verdictOn(rows, quality, [mustPass('quality'), margin]).headline).toMatch(
      /^3 of 3 gates passed\. quality: 99\.5 % vs 97\.5 %/,
    );
  });

  it('names a gate once that failed on several models', () => {
    const second = 'demo/other';
    const settings = { id: second, model: second, parameters: {} };
    const pairings = [bothArms, { id: second, baseline: settings, candidate: settings }];
    const observations = observe('quality', bad, [bothArms.id, second]);
    const { evidence } = compareArms(observations, { pairings, metrics: [quality], gates: [margin] });
    const verdict = judge({
      evidence,
      interface: { changes: [], declaredBreaking: false },
      trials: { planned: 800, completed: 800 },
      hasBaseline: true,
    });
    expect(verdict.headline).toMatch(/^2 of 3 gates failed: quality\. quality on demo\/in-context: /);
    expect(verdict.outcomes.map((outcome) => outcome.model)).toEqual([bothArms.id, second, null]);
  });
});

describe('a gate that is not enforced', () => {
  const reported = { ...margin, enforced: false };

  it('never decides', () => {
    const verdict = verdictOn(bad, quality, [{ ...noWorseThan('quality', 0.5), name: 'wide' }, reported]);
    expect(verdict.status).toBe('pass');
    expect(verdict.outcomes[1]).toMatchObject({ status: 'fail', enforced: false });
    expect(verdict.headline).toMatch(/Failed, but not enforced: quality\.$/);
  });

  it('leaves nothing proven where it is the only one', () => {
    const verdict = verdictOn(good, quality, [reported]);
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      headline: 'No gate is configured and enforced, so nothing was proven. Add gates to the config.',
    });
  });

  it('is named where it failed and is the only one', () => {
    expect(verdictOn(bad, quality, [reported]).headline).toMatch(/Failed, but not enforced: quality\.$/);
  });
});

describe('no gate at all', () => {
  it('proves nothing where there is a baseline', () => {
    expect(verdictOn(good, quality, []).status).toBe('inconclusive');
  });

  it('is enough for a first release, which says so', () => {
    expect(verdictOn([{ candidate: 1 }], quality, [], firstRelease)).toEqual({
      status: 'pass',
      headline: 'First release: nothing was compared, because there is no baseline; no gate could be asked.',
      outcomes: [],
    });
  });
});

describe('a first release', () => {
  const rows: Row[] = Array.from({ length: 100 }, (_, index) => ({
    candidate: index < 97 ? 1 : 0,
    critical: index < 5,
  }));

  it('asks what can be asked, and says that nothing was compared', () => {
    const verdict = verdictOn(rows, quality, [margin, floor, mustPass('quality')], firstRelease);
    expect(verdict.status).toBe('pass');
    expect(verdict.headline).toBe(
      'First release: nothing was compared, because there is no baseline; 2 of 2 gates passed.',
    );
    expect(verdict.outcomes[0]).toMatchObject({ reason: 'no-baseline', enforced: false });
  });

  it('is blocked by a rule', () => {
    const verdict = verdictOn(rows, quality, [margin, rule], firstRelease);
    expect(verdict.status).toBe('fail');
    expect(verdict.headline).toMatch(/^1 of 1 gate failed: rule\. /);
  });
});

function arm(name: ArmTrials['arm'], planned: number, completed: number): ArmTrials {
  return { arm: name, planned, completed };
}

describe('the gate about failed calls', () => {
  const withTrials = (planned: number, completed: number) =>
    judge({
      evidence: compare(good, quality, [margin]).evidence,
      interface: { changes: [], declaredBreaking: false },
      trials: { planned, completed },
      hasBaseline: true,
    });

  it.each([
    [400, 400, 'pass'],
    [400, 380, 'pass'],
    [400, 379, 'inconclusive'],
    [400, 0, 'inconclusive'],
    [0, 0, 'inconclusive'],
  ])('of %i calls, %i answered: %s', (planned, completed, status) => {
    const verdict = withTrials(planned, completed);
    expect(verdict.status).toBe(status);
    expect(verdict.outcomes.some((outcome) => outcome.gate === 'trials')).toBe(status !== 'pass');
  });

  it.each<[string, ArmTrials[], string | null]>([
    ['few on either arm', [arm('baseline', 200, 190), arm('candidate', 200, 190)], null],
    [
      'on one arm, though the other has all of its answers',
      [arm('baseline', 200, 200), arm('candidate', 200, 189)],
      '11 of 200 trials of the candidate (5.5 %) have no answer',
    ],
    [
      'on the baseline',
      [arm('baseline', 200, 150), arm('candidate', 200, 190)],
      '50 of 200 trials of the baseline (25.0 %) have no answer',
    ],
    [
      'on both, said once',
      [arm('baseline', 200, 180), arm('candidate', 200, 160)],
      '60 of 400 trials (15.0 %) have no answer',
    ],
    ['on the only arm', [arm('candidate', 80, 72)], '8 of 80 trials (10.0 %) have no answer'],
    [
      'today, where the trials of then are not asked again',
      [arm('today', 80, 72)],
      '8 of 80 trials of today (10.0 %) have no answer',
    ],
    ['few of today', [arm('today', 80, 76)], null],
  ])('holds each arm to the limit: %s', (title, byArm, actual) => {
    const taken = title.includes('today') ? [arm('baseline', 80, 80)] : [];
    const sum = (key: 'planned' | 'completed') =>
      [...byArm, ...taken].reduce((total, counts) => total + counts[key], 0);
    const counts = { planned: sum('planned'), completed: sum('completed'), byArm };
    expect(judgeTrials(counts).map((outcome) => outcome.actual)).toEqual(actual === null ? [] : [actual]);
  });

  it('says how many', () => {
    expect(withTrials(400, 300).headline).toBe(
      '1 of 3 gates undecided: trials. trials: 100 of 400 trials (25.0 %) have no answer; above 5 % nothing can be decided.',
    );
  });

  it.each([
    ['budget', 'budget-spent', 'the budget was spent'],
    ['interrupted', 'interrupted', 'the run was interrupted'],
  ] as const)('decides nothing after a run that ended early: %s', (stopped, reason, why) => {
    const verdict = judge({
      evidence: compare(good, quality, [margin]).evidence,
      interface: { changes: [], declaredBreaking: false },
      trials: { planned: 400, completed: 399, stopped },
      hasBaseline: true,
    });
    expect(verdict.status).toBe('inconclusive');
    expect(verdict.outcomes.at(-1)).toMatchObject({
      gate: 'trials',
      reason,
      text: `trials: ${why} before every trial was asked; 1 of 400 trials (0.3 %) have no answer.`,
    });
  });

  it.each([
    [0, 'the budget was spent before every trial was asked; 320 of 320 trials (100.0 %) have no answer.'],
    [
      40,
      'the budget was spent before every trial was asked; 280 of 320 trials (87.5 %) have no answer, and 40 answers wait for their judges.',
    ],
    [
      319,
      'the budget was spent before every trial was asked; 1 of 320 trials (0.3 %) have no answer, and 319 answers wait for their judges.',
    ],
    [320, 'the budget was spent; 320 answers wait for their judges.'],
  ])('does not take %d answers that wait for their judges for missing ones', (waiting, text) => {
    const counts = { planned: 320, completed: 0, waiting, stopped: 'budget' } as const;
    expect(judgeTrials(counts)).toMatchObject([{ status: 'inconclusive', text: `trials: ${text}` }]);
  });

  it('is quoted as the cause where it is one of several', () => {
    const rows: Row[] = Array(100).fill({ baseline: 'failed', candidate: 'failed' });
    const verdict = judge({
      evidence: compare(rows, quality, [margin]).evidence,
      interface: { changes: [], declaredBreaking: false },
      trials: { planned: 200, completed: 0 },
      hasBaseline: true,
    });
    expect(verdict.headline).toMatch(/^2 of 3 gates undecided: quality, trials\. trials: 200 of 200 /);
  });

  it('is not undone by a baseline that failed alone: results that are missing are counted on either arm', () => {
    const rows: Row[] = [...good.slice(0, 100), ...Array(10).fill({ baseline: 'failed', candidate: 1 })];
    expect(verdictOn(rows, quality, [margin]).status).toBe('inconclusive');
  });
});

describe('the gate about the interface', () => {
  const withInterface = (evidence: InterfaceEvidence) =>
    judge({
      evidence: compare(good, quality, [margin]).evidence,
      interface: evidence,
      trials: { planned: 1, completed: 1 },
      hasBaseline: true,
    });
  const changes = [{ field: 'category', message: 'is no longer required' }];

  it('passes where nothing changed', () => {
    const { outcomes } = withInterface({ changes: [], declaredBreaking: false });
    expect(outcomes.at(-1)).toMatchObject({ gate: 'interface', status: 'pass', reason: 'interface-kept' });
  });

  it('fails and names the field, whatever the other gates say', () => {
    const verdict = withInterface({ changes, declaredBreaking: false });
    expect(verdict.status).toBe('fail');
    expect(verdict.headline).toBe(
      '1 of 2 gates failed: interface. interface: category: is no longer required. If that is meant, say so in the draft with `x-prompteval: {interface: breaking}`.',
    );
  });

  it('passes where the draft says that it is meant', () => {
    const verdict = withInterface({ changes, declaredBreaking: true });
    expect(verdict.status).toBe('pass');
    expect(verdict.outcomes.at(-1)).toMatchObject({
      reason: 'interface-breaking-declared',
      expected: 'the draft may break what the baseline promised: it declares so',
      actual: 'broken: category',
    });
  });
});

describe('a question that nothing answers', () => {
  it.each<[string, Gate]>([
    ['a slice that no case is in', noWorseThan('quality', 0.05, { slice: 'french' })],
    ['a model that no arm ran on', noWorseThan('quality', 0.05, { models: ['demo/unknown'] })],
    ['a floor in such a slice', limit('min', 'quality', 0.5, { slice: 'french' })],
    ['a rule in such a slice', limit('min', 'quality', 1, { slice: 'french' })],
    ['a must-pass tag that no case has', mustPass('quality', 'french')],
    ['a p95 in such a slice', limit('max', 'latency', 9, { slice: 'french', stat: 'p95' })],
  ])('blocks: %s', (_, gate) => {
    const verdict = verdictOn(good, quality, [noWorseThan('quality', 0.1, { name: 'sound' }), gate]);
    expect(verdict.status).toBe('inconclusive');
    expect(verdict.outcomes[1]).toMatchObject({ status: 'inconclusive', enforced: true });
  });
});
