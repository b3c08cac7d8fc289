import { expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import type { PromptFile } from '../../../src/core/prompt.ts';
import { tellingIdWarnings } from '../../../src/project/cases/telling-ids.ts';

const prompt: PromptFile = {
  name: 'p',
  model: 'demo/in-context',
  modelParameters: {},
  messages: [],
  'x-prompteval': {
    variables: {
      who: { type: 'json', required: true, sensitive: true },
      what: { type: 'string', required: true },
    },
  },
};

it.each<[id: string, who: Json, count: number]>([
  ['erika-mustermann', 'Erika Mustermann', 1],
  ['re: ERIKA mustermann!', { name: 'Erika Mustermann' }, 1],
  ['customer-123456', 123456, 1],
  ['sleepless', 'sleep', 0],
  ['case-17', '17', 0],
  ['case-a9f3', 'Erika', 0],
  ['case-1', null, 0],
])('%s beside %j', (id, who, count) => {
  const item = { id, variables: { who, what: id }, tags: [], critical: false, split: null };
  const cases = [item, { ...item, id: 'x' }];
  const warnings = tellingIdWarnings({ name: 'd', digest: '', cases }, prompt);
  expect(warnings).toHaveLength(count);
  if (count > 0)
    expect(warnings[0]).toMatchObject({ field: 'id', message: expect.stringContaining('1 case') });
});
