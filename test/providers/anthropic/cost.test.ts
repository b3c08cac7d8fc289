import { expect, it } from 'vitest';
import { modelReply } from '../../../src/providers/anthropic/response.ts';
import { createPriceTable } from '../../../src/providers/prices.ts';
import { fixture } from './fixture.ts';

// 21 tokens plain, 188 written to the cache, 1,800 read from it, 6 of output.
it.each([
  ['claude-haiku-4-5', 21 * 1 + 188 * 1.25 + 1800 * 0.1 + 6 * 5],
  ['claude-sonnet-4-6', 21 * 3 + 188 * 3.75 + 1800 * 0.3 + 6 * 15],
  ['claude-opus-4-6', 21 * 5 + 188 * 6.25 + 1800 * 0.5 + 6 * 25],
])('a cached answer of %s costs %d millionths of a USD', (model, expected) => {
  const { usage } = modelReply(fixture('cached'), 1);
  expect(createPriceTable({}).priceOf(`anthropic/${model}`, usage)).toBeCloseTo(expected / 1_000_000, 12);
});
