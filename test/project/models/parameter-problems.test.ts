import { expect, it } from 'vitest';
import { parameterProblems } from '../../../src/project/models/parameter-problems.ts';

const providers = {
  responses: { type: 'openai', api: 'responses' as const },
  gateway: { type: 'anthropic' },
  own: { complete: async () => ({ text: '' }) },
};

it.each<[string, string, Record<string, number | string>, string[], (string | null)[]]>([
  [
    'all that Anthropic has none of',
    'anthropic/claude',
    { seed: 1, temperature: 0, topQ: 2 },
    [],
    ['seed', 'topQ'],
  ],
  ['by the type of a provider', 'gateway/claude', { seed: 1 }, [], ['seed']],
  ['not what the prompt lets go', 'anthropic/claude', { seed: 1 }, ['seed'], []],
  ['a value of the wrong kind', 'openai/gpt', { temperature: 'hot', seed: 1 }, [], [null]],
  ['what only the other API has', 'responses/gpt', { seed: 1 }, [], ['seed']],
  ['what only Claude takes', 'bedrock/amazon.nova-lite-v1:0', { topK: 1, maxTokens: 5 }, [], ['topK']],
  ["nothing of a provider of one's own", 'own/x', { anything: 1 }, [], []],
  ['nothing of an unknown provider', 'nope/x', { anything: 1 }, [], []],
])('says %s', async (_, model, parameters, dropped, named) => {
  const problems = await parameterProblems({ model, parameters }, { providers }, dropped);
  expect(problems.map(({ parameter }) => parameter)).toEqual(named);
  for (const { message } of problems) expect(message).toMatch(/\w/);
});
