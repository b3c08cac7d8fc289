import { expect, it } from 'vitest';
import { priceTable } from '../../../src/project/models/price-table.ts';

const providers = {
  paris: { type: 'bedrock', region: 'eu-west-3' },
  east: { type: 'azure', endpoint: 'https://east.openai.azure.com' },
  fast: { type: 'openai', stream: true },
  direct: { type: 'anthropic', baseURL: 'https://api.anthropic.com/' },
  vllm: { type: 'openai', baseURL: 'http://127.0.0.1:8000/v1' },
  gateway: { type: 'anthropic', baseURL: 'https://gateway.example' },
  openai: { baseURL: 'http://127.0.0.1:8091/v1' },
  broken: { type: 'openai', baseURL: 'no address' },
};
const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };

it.each([
  ['a Bedrock region', 'paris/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 3.3 + 16.5],
  ['an Azure endpoint', 'east/gpt-4.1-mini', 0.4 + 1.6],
  ['OpenAI with other settings', 'fast/gpt-4.1-mini', 0.4 + 1.6],
  ['Anthropic at its own address', 'direct/claude-haiku-4-5', 1 + 5],
  ['a model that its vendor does not know', 'fast/my-own-model', null],
  ['a deployment of any name', 'east/triage-prod', null],
  ['a server that speaks OpenAI’s protocol', 'vllm/gpt-4.1-mini', null],
  ['a gateway', 'gateway/claude-haiku-4-5', null],
  ['an address that is none', 'broken/gpt-4.1-mini', null],
  ['the vendor’s own name, at whatever address', 'openai/gpt-4.1-mini', 0.4 + 1.6],
])('%s is priced as what it is', (_, model, expected) => {
  const price = priceTable({ prices: {}, providers }).priceOf(model, million);
  if (expected === null) expect(price).toBeNull();
  else expect(price).toBeCloseTo(expected, 10);
});

it('goes by the config’s own price first', () => {
  const prices = { 'paris/eu.amazon.nova-lite-v1:0': { input: 1, output: 2 } };
  expect(priceTable({ prices, providers }).priceOf('paris/eu.amazon.nova-lite-v1:0', million)).toBe(3);
});
