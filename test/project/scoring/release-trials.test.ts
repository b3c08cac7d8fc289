import { expect, it } from 'vitest';
import type { Case } from '../../../src/core/case.ts';
import type { TrialRecord } from '../../../src/core/trial.ts';
import { atPricesOfNow, shareCases } from '../../../src/project/scoring/release-trials.ts';
import { loadFixture } from '../../report/support.ts';
import { makeProject } from '../../support/temporary-project.ts';

const look: Case = {
  id: 'a',
  variables: { photo: 'red.png' },
  tags: [],
  critical: false,
  split: null,
  images: { photo: 'sha256:1' },
};
const { images: _, ...unknown } = look;

it.each<[string, Case, Case, number]>([
  ['the same picture', look, look, 0],
  ['another one under its name', look, { ...look, images: { photo: 'sha256:2' } }, 1],
  ['a run that does not say which it had', unknown, look, 0],
  ['one that is gone', look, unknown, 1],
])('a case counts as changed by its pictures: %s', async (_title, then, today, changed) => {
  const { folder } = await makeProject({ 'cases.jsonl': `${JSON.stringify(then)}\n` });
  const { run } = await loadFixture('promoted');
  expect(await shareCases({ run, folder }, [today])).toMatchObject({ changed, added: 0, removed: 0 });
});

it.each<[string, number | null, number]>([
  ['at the price of now', 0.5, 0.5],
  ['as it was, where nothing is known now', null, 0.1],
])('an answer of then costs %s', (_title, price, costUsd) => {
  const record: TrialRecord = {
    ...{ arm: 'candidate', case: 'a', model: 'own', repeat: 0, status: 'completed', scores: [], attempts: 1 },
    completion: {
      ...{ text: 'x', finishReason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } },
      ...{ costUsd: 0.1, latencyMs: 5, servedModel: null },
    },
  };
  const priceOf = (model: string) => (model === 'openai/x' ? price : 9);
  expect(atPricesOfNow(record, 'openai/x', { priceOf }).completion?.costUsd).toBe(costUsd);
  expect(record.completion?.costUsd).toBe(0.1);
});
