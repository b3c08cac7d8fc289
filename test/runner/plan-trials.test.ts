import { describe, expect, it } from 'vitest';
import { pairModels } from '../../src/runner/model-pairings.ts';
import { countTrials, lanesOf, planTrials, type TrialPlan } from '../../src/runner/plan-trials.ts';
import { armOf, caseList, promptWith } from './trials.ts';

function planOf(changes: Partial<TrialPlan> = {}): TrialPlan {
  const baseline = armOf('baseline');
  const candidate = armOf('candidate');
  return {
    baseline,
    candidate,
    cases: caseList(3),
    pairings: pairModels(['own'], baseline.prompt, candidate.prompt),
    repeats: 1,
    ...changes,
  };
}

function order(plan: TrialPlan): string[] {
  return [...planTrials(plan)].map(
    ({ arm, case: { id }, settings, repeat }) => `${id} ${arm.name} ${settings.id} ${repeat}`,
  );
}

describe('the order of trials', () => {
  it('puts the arms of a case side by side, taking turns at going first', () => {
    expect(order(planOf())).toEqual([
      'case-0 baseline fake/small 0',
      'case-0 candidate fake/small 0',
      'case-1 candidate fake/small 0',
      'case-1 baseline fake/small 0',
      'case-2 baseline fake/small 0',
      'case-2 candidate fake/small 0',
    ]);
  });

  it('takes turns from repeat to repeat too', () => {
    expect(order(planOf({ cases: caseList(1), repeats: 2 }))).toEqual([
      'case-0 baseline fake/small 0',
      'case-0 candidate fake/small 0',
      'case-0 candidate fake/small 1',
      'case-0 baseline fake/small 1',
    ]);
  });

  it('has the candidate alone on a first release', () => {
    const plan = planOf({ baseline: null, pairings: pairModels(['own'], null, promptWith()) });
    expect(order(plan)).toHaveLength(3);
    expect(countTrials(plan)).toBe(3);
  });

  it('asks an arm once where two pairings share it', () => {
    const baseline = armOf('baseline', promptWith({ model: 'fake/small' }));
    const candidate = armOf('candidate', promptWith({ model: 'fake/large' }));
    const pairings = pairModels(['own', 'fake/large'].map(spec), baseline.prompt, candidate.prompt);
    const plan = planOf({ baseline, candidate, pairings });
    expect(lanesOf(plan).map(({ arm, settings }) => `${arm.name} ${settings.id}`)).toEqual([
      'baseline fake/small',
      'candidate fake/large',
      'baseline fake/large',
    ]);
    expect(countTrials(plan)).toBe(9);
    expect(new Set(order(plan)).size).toBe(9);
  });

  it('is made one trial at a time', () => {
    const trials = planTrials(planOf({ cases: caseList(1_000_000), repeats: 1000 }));
    expect(trials.next().value).toMatchObject({ case: { id: 'case-0' }, repeat: 0 });
  });
});

function spec(model: string): 'own' | { model: string; parameters: Record<string, never> } {
  return model === 'own' ? 'own' : { model, parameters: {} };
}

describe('what runs on what', () => {
  const cool = promptWith({ modelParameters: { temperature: 0 } });
  const warm = promptWith({ modelParameters: { temperature: 1 } });
  const large = promptWith({ model: 'fake/large' });

  it('gives each arm its own model and parameters', () => {
    expect(pairModels(['own'], cool, warm)).toEqual([
      {
        id: 'fake/small',
        own: true,
        baseline: { id: 'fake/small', model: 'fake/small', parameters: { temperature: 0 } },
        candidate: { id: 'fake/small', model: 'fake/small', parameters: { temperature: 1 } },
      },
    ]);
  });

  it('calls arms on different models "own"', () => {
    expect(pairModels(['own'], cool, large)).toEqual([
      {
        id: 'own',
        own: true,
        baseline: { id: 'fake/small', model: 'fake/small', parameters: { temperature: 0 } },
        candidate: { id: 'fake/large', model: 'fake/large', parameters: {} },
      },
    ]);
  });

  it('puts both arms on a named model, each with its parameters under those of the entry', () => {
    const entry = { model: 'fake/other', parameters: { temperature: 0.5, seed: 7 } };
    const [pairing] = pairModels([entry], cool, promptWith({ modelParameters: { topP: 0.9 } }));
    expect(pairing).toEqual({
      id: 'fake/other temperature=0.5 seed=7',
      baseline: {
        id: 'fake/other temperature=0.5 seed=7',
        model: 'fake/other',
        parameters: { temperature: 0.5, seed: 7 },
      },
      candidate: {
        id: 'fake/other temperature=0.5 seed=7',
        model: 'fake/other',
        parameters: { topP: 0.9, temperature: 0.5, seed: 7 },
      },
    });
  });

  it('takes entries that come to the same for one, whichever comes first', () => {
    for (const specs of [
      ['own', 'fake/small'],
      ['fake/small', 'own'],
    ]) {
      const pairings = pairModels(specs.map(spec), cool, cool);
      expect(pairings.map(({ id, own }) => [id, own])).toEqual([['fake/small', true]]);
    }
    expect(pairModels([spec('fake/x'), spec('fake/x')], cool, cool)).toHaveLength(1);
  });

  it('keeps entries apart that differ on one arm only', () => {
    expect(pairModels([spec('own'), spec('fake/large')], cool, large).map(({ id }) => id)).toEqual([
      'own',
      'fake/large',
    ]);
  });

  it('has no baseline on a first release', () => {
    expect(pairModels(['own'], null, large)).toMatchObject([{ id: 'fake/large', baseline: null }]);
  });
});
