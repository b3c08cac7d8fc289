import { expect, it } from 'vitest';
import type { PromptExtension, PromptFile, Variable } from '../../src/core/prompt.ts';
import { promptDigest } from '../../src/prompts/prompt-digest.ts';
import { promptOf } from './prompts.ts';

const prompt = promptOf('Hi {{name}}');
const withVariable = (fields: Partial<Variable>): PromptFile =>
  promptOf('Hi {{name}}', { name: { type: 'string', required: true, ...fields } });

const withExtension = (extension: Partial<PromptExtension>): PromptFile => ({
  ...prompt,
  'x-prompteval': { ...prompt['x-prompteval'], ...extension },
});
const lookup = { name: 'lookup', parameters: { type: 'object' } };
const withTools = withExtension({ tools: [lookup] });
const hello = { role: 'user' as const, content: 'Hi {{name}}' };

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
  ['how often it is called', withExtension({ volume: 120_000 })],
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
  ['a tool', withTools],
  ['a parameter that may be dropped', withExtension({ dropUnsupported: ['temperature'] })],
  ['an image', { ...prompt, messages: [{ ...hello, images: ['https://example.com/a.png'] }] }],
  ['a cache mark', { ...prompt, messages: [{ ...hello, cache: true }] }],
])('changes with %s', (_, other) => {
  expect(promptDigest(other)).not.toBe(promptDigest(prompt));
});

it.each<[string, PromptExtension['tools'], PromptExtension['toolChoice']]>([
  ['the description of a tool', [{ ...lookup, description: 'Finds' }], undefined],
  ['the schema of a tool', [{ ...lookup, parameters: { type: 'object', required: [] } }], undefined],
  ['the choice of a tool', [lookup], 'required'],
])('changes with %s', (_, tools, toolChoice) => {
  expect(promptDigest(withExtension({ tools: tools ?? [], ...(toolChoice && { toolChoice }) }))).not.toBe(
    promptDigest(withTools),
  );
});

it('takes no choice for auto, and the order of what may be dropped for nothing', () => {
  expect(promptDigest(withExtension({ tools: [lookup], toolChoice: 'auto' }))).toBe(promptDigest(withTools));
  expect(promptDigest(withExtension({ dropUnsupported: ['seed', 'topP'] }))).toBe(
    promptDigest(withExtension({ dropUnsupported: ['topP', 'seed'] })),
  );
});

it('is what it was before prompts had tools', () => {
  expect(promptDigest(prompt)).toBe(
    'sha256:97636b39859815c52ef71f2b6a183344e60ae714ee10c88a03b1c1d19efcc923',
  );
});

it('is the same on every machine', () => {
  expect(promptDigest(prompt)).toMatch(/^sha256:[0-9a-f]{64}$/);
  const reordered = { ...promptOf('Hi {{name}}'), modelParameters: { b: 1, a: 2 } };
  expect(promptDigest(reordered)).toBe(promptDigest({ ...prompt, modelParameters: { a: 2, b: 1 } }));
});
