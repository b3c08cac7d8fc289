import { describe, expect, it } from 'vitest';
import { Observations } from '../../src/comparison/observations.ts';
import { servedByArm } from '../../src/comparison/served-models.ts';
import type { ServedModel } from '../../src/core/run-file.ts';
import type { ArmName, TrialRecord } from '../../src/core/trial.ts';
import { changedSinceRelease, regionWarnings, servedWarnings } from '../../src/runner/call-warnings.ts';
import { pairModels } from '../../src/runner/model-pairings.ts';
import { answer, caseList, promptWith } from './trials.ts';

const prompt = promptWith();
const pairings = pairModels(['own'], prompt, prompt);

function trials(
  arm: ArmName,
  servedModel: string | null,
  count: number,
  model = 'fake/small',
): TrialRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    arm,
    case: `case-${index}`,
    model,
    repeat: 0,
    status: 'completed',
    completion: { ...answer, servedModel, costUsd: null },
    scores: [],
    attempts: 1,
  }));
}

function servedBy(records: TrialRecord[], paired = pairings): ServedModel[] {
  const observations = new Observations(caseList(1800), 1);
  for (const record of records) observations.add(record);
  return servedByArm(observations, paired) ?? [];
}

describe('the model that was served', () => {
  it('is counted for each arm, the most first', () => {
    const records = [
      ...trials('baseline', 'b', 1),
      ...trials('baseline', 'a', 2),
      ...trials('candidate', 'a', 3),
    ];
    expect(servedBy(records)).toEqual([
      {
        model: 'fake/small',
        arm: 'baseline',
        ids: [
          { id: 'a', trials: 2 },
          { id: 'b', trials: 1 },
        ],
      },
      { model: 'fake/small', arm: 'candidate', ids: [{ id: 'a', trials: 3 }] },
    ]);
    expect(servedBy(trials('baseline', null, 3))).toEqual([]);
  });

  it.each<[string, TrialRecord[], string[]]>([
    ['is one', [...trials('baseline', 'a', 5), ...trials('candidate', 'a', 5)], []],
    ['is not known on one arm', [...trials('baseline', null, 5), ...trials('candidate', 'a', 5)], []],
    [
      'differs between the arms',
      [...trials('baseline', 'small-04', 5), ...trials('candidate', 'small-09', 5)],
      [
        'fake/small was served as small-04 to the baseline and as small-09 to the candidate: what differs between the answers may be the model, not the prompt.',
      ],
    ],
    [
      'differs within an arm',
      [...trials('candidate', 'small-04', 1), ...trials('candidate', 'small-09', 1800)],
      [
        'fake/small was served as small-09 (1,800 trials) and small-04 (1 trial) to the candidate: what differs between the answers may be the model, not the prompt.',
      ],
    ],
  ])('%s', (_, records, said) => {
    expect(servedWarnings(servedBy(records), pairings)).toEqual(said);
  });

  it('may differ where two models were asked for', () => {
    const paired = pairModels(['own'], prompt, promptWith({ model: 'fake/large' }));
    const records = [...trials('baseline', 'a', 1), ...trials('candidate', 'b', 1, 'fake/large')];
    expect(servedWarnings(servedBy(records, paired), paired)).toEqual([]);
  });

  it('must not differ between settings of one model', () => {
    const paired = pairModels(['own', { model: 'fake/small', parameters: { seed: 1 } }], null, prompt);
    const records = [...trials('candidate', 'a', 1), ...trials('candidate', 'b', 2, 'fake/small seed=1')];
    expect(servedWarnings(servedBy(records, paired), paired)).toEqual([
      expect.stringContaining('fake/small was served as a (1 trial) and b (2 trials) to the candidate'),
    ]);
  });
});

describe('the model that the baseline was released on', () => {
  const then = {
    run: 'run-1',
    served: servedBy([...trials('baseline', 'old', 9), ...trials('candidate', 'a', 9)]),
  };

  it.each<[string, TrialRecord[], string[]]>([
    ['is served still', [...trials('baseline', 'a', 5), ...trials('candidate', 'a', 5)], []],
    [
      'is another by now',
      [...trials('baseline', 'b', 5), ...trials('candidate', 'b', 5)],
      ['fake/small is served as b now, and was as a in run run-1, on which the baseline was released.'],
    ],
  ])('%s', (_, records, said) => {
    expect(changedSinceRelease(servedBy(records), then)).toEqual(said);
  });

  it('says nothing of a model that was not evaluated then', () => {
    const paired = pairModels(['own'], null, promptWith({ model: 'fake/large' }));
    expect(changedSinceRelease(servedBy(trials('candidate', 'b', 1, 'fake/large'), paired), then)).toEqual(
      [],
    );
  });
});

it('tells once of each model whose price is not that of its region', () => {
  const models = ['bedrock/eu.m', 'bedrock/us.m', 'bedrock/eu.m'];
  const said = regionWarnings(models, (model) => model.includes('/eu.'));
  expect(said).toEqual([expect.stringMatching(/^bedrock\/eu\.m is counted .* in the US.*`prices`/)]);
  expect(regionWarnings(models)).toEqual([]);
});
