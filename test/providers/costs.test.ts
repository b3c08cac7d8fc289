import { expect, it } from 'vitest';
import { createPriceTable } from '../../src/providers/prices.ts';

/**
 * Worked out by hand from the vendors' price lists, in USD per million tokens. Every call has 1,200 input tokens, of which
 * 500 were read from a cache and 200 written to one, and 300 output tokens.
 *
 *   plain input   500 · input
 *   cache read    500 · cached
 *   cache write   200 · written (where the vendor asks nothing more for it, 200 · input)
 *   output        300 · output
 */
const usage = { inputTokens: 1200, cachedInputTokens: 500, cacheWriteTokens: 200, outputTokens: 300 };

it.each([
  // 500 · 2 + 500 · 0.5 + 200 · 2 + 300 · 8 = 4,050
  ['openai/gpt-4.1', 4050],
  // 500 · 0.4 + 500 · 0.1 + 200 · 0.4 + 300 · 1.6 = 810
  ['openai/gpt-4.1-mini', 810],
  // 500 · 0.15 + 500 · 0.075 + 200 · 0.15 + 300 · 0.6 = 322.5
  ['openai/gpt-4o-mini', 322.5],
  // 500 · 1 + 500 · 0.1 + 200 · 1.25 + 300 · 5 = 2,300
  ['anthropic/claude-haiku-4-5', 2300],
  // 500 · 3 + 500 · 0.3 + 200 · 3.75 + 300 · 15 = 6,900
  ['anthropic/claude-sonnet-4-5', 6900],
  // 500 · 5 + 500 · 0.5 + 200 · 6.25 + 300 · 25 = 11,500
  ['anthropic/claude-opus-4-5', 11_500],
  // Regional: a tenth more. 500 · 3.3 + 500 · 0.33 + 200 · 4.125 + 300 · 16.5 = 7,590
  ['bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0', 7590],
  // 500 · 0.06 + 500 · 0.015 + 200 · 0.06 + 300 · 0.24 = 121.5
  ['bedrock/us.amazon.nova-lite-v1:0', 121.5],
  // 500 · 0.8 + 500 · 0.2 + 200 · 0.8 + 300 · 3.2 = 1,620
  ['bedrock/us.amazon.nova-pro-v1:0', 1620],
])('%s costs %d millionths of a USD', (model, expected) => {
  expect(createPriceTable({}).priceOf(model, usage)).toBeCloseTo(expected / 1_000_000, 12);
});
