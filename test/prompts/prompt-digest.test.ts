import { expect, it } from 'vitest';
import type { PromptFile, Variable } from '../../src/core/prompt.ts';
import { promptDigest } from '../../src/prompts/prompt-digest.ts';
import { promptOf } from './prompts.ts';

const prompt = promptOf('Hi {{name}}');
const withVariable = (fields: Partial<Variable>): PromptFile =>
  promptOf('Hi {{name}}', { name: { type: 'string', required: true, ...fields } });

it.each<[string, PromptFile]>([
  ['its name', { ...prompt, name: 'other' }],
  ['its description', { ...prompt, description: 'other' }],
  [
    'its owner',
    { ...prompt, 'x-prompteval': { ...prompt['x-prompteval'], owner: 'me', risk: 'high', changelog: 'x' } },
  ],
  [
    'its declared break of the interface',
    { ...prompt, 'x-prompteval': { ...prompt['x-prompteval'], interface: 'breaking' } },
  ],
  ['what reports mask', withVariable({ sensitive: true })],
  ['the description of a variable', withVariable({ description: 'who' })],
  ['the default response format in words', { ...prompt, responseFormat: 'text' }],
])('does not change with %s', (_, other) => {
  expect(promptDigest(other)).toBe(promptDigest(prompt));
});

it.each<[string, PromptFile]>([
  ['its model', { ...prompt, model: 'openai/gpt' }],
  ['a parameter', { ...prompt, modelParameters: { temperature: 0 } }],
  ['the response format', { ...prompt, responseFormat: 'json_object' }],
  ['the output schema', { ...prompt, jsonSchema: { name: 'a', schema: {} } }],
  ['a text', promptOf('Hello {{name}}')],
  ['the type of a variable', withVariable({ type: 'json' })],
  ['a default', withVariable({ required: false, default: 'friend' })],
])('changes with %s', (_, other) => {
  expect(promptDigest(other)).not.toBe(promptDigest(prompt));
});

it('is the same on every machine', () => {
  expect(promptDigest(prompt)).toMatch(/^sha256:[0-9a-f]{64}$/);
  const reordered = { ...promptOf('Hi {{name}}'), modelParameters: { b: 1, a: 2 } };
  expect(promptDigest(reordered)).toBe(promptDigest({ ...prompt, modelParameters: { a: 2, b: 1 } }));
});
