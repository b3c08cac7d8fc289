import { expect, it } from 'vitest';
import { Observations } from '../../src/comparison/observations.ts';
import type { Arm } from '../../src/core/trial.ts';
import { failureCounts } from '../../src/evaluation/unscored-answers.ts';
import { prompt } from '../release/runs.ts';

function arm(sensitive: boolean): Arm {
  const variables = { name: { type: 'string' as const, required: true, sensitive } };
  const file = prompt({ 'x-prompteval': { variables } });
  return { name: 'candidate', version: null, digest: 'sha256:0', prompt: file };
}

it.each([
  [false, { message: 'Ada is not known here' }],
  [true, {}],
])('keeps what the first failure said, unless the prompt is sensitive: %s', (sensitive, said) => {
  const observations = new Observations([{ id: 'a', tags: [], critical: false }], 2);
  const place = { arm: 'candidate' as const, case: 'a', model: 'p/m', scores: [], attempts: 1 };
  for (const [repeat, message] of ['Ada is not known here', 'and so on'].entries()) {
    observations.add({ ...place, repeat, status: 'failed', failure: { code: 'bad-request', message } });
  }
  const arms = { baseline: null, candidate: arm(sensitive) };
  expect(failureCounts(observations, arms)).toEqual([
    { code: 'bad-request', model: 'p/m', arm: 'candidate', count: 2, ...said },
  ]);
});
