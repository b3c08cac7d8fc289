import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPriceTable } from '../../src/providers/prices.ts';
import { estimateTokens } from '../../src/providers/token-estimate.ts';

const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };

describe('the catalog', () => {
  const table = createPriceTable({});
  it.each([
    ['openai/gpt-4.1-mini', million, 0.4 + 1.6],
    ['openai/gpt-4.1-mini', { ...million, cachedInputTokens: 400_000 }, 0.6 * 0.4 + 0.4 * 0.1 + 1.6],
    ['openai/gpt-4o-mini', { inputTokens: 1000, outputTokens: 0 }, 0.00015],
    [
      'anthropic/claude-sonnet-4-5',
      { inputTokens: 100_000, outputTokens: 0, cachedInputTokens: 50_000, cacheWriteTokens: 20_000 },
      0.03 * 3 + 0.05 * 0.3 + 0.02 * 3.75,
    ],
    ['bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', million, 3.3 + 16.5],
    ['bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0', million, 3.3 + 16.5],
    ['bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0', million, 3 + 15],
    [
      'bedrock/arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0',
      million,
      0.06 + 0.24,
    ],
    [
      'bedrock/arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0',
      million,
      3.3 + 16.5,
    ],
  ])('prices %s with %j', (model, usage, expected) => {
    expect(table.priceOf(model, usage)).toBeCloseTo(expected, 10);
  });

  it.each([
    'openai/gpt-unheard-of',
    'demo/in-context',
    'vllm/gpt-4.1-mini',
    'my-openai-proxy/gpt-4.1-mini',
    'constructor/gpt-4.1-mini',
    'gpt-4.1-mini',
    '/gpt-4.1-mini',
    'openai/',
    'openai/moderation',
    'openai/whisper-1',
    'azure/phi-4-reasoning:free',
    'bedrock/arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT12345:3',
    'bedrock/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefghijkl',
    'bedrock/arn:aws:bedrock:us-east-1:123456789012:custom-model/anthropic.claude-3-haiku-20240307-v1:0/abc',
  ])('knows no price for %s: null, not 0', (model) => {
    expect(table.priceOf(model, million)).toBeNull();
  });

  it('knows no price for tokens where a model is paid for by the hour', () => {
    expect(table.priceOf('openai/whisper-1', { inputTokens: 100, outputTokens: 0 })).toBeNull();
  });

  it('knows no cost without usage', () => expect(table.priceOf('openai/gpt-4.1-mini', null)).toBeNull());

  it('survives a server that counts cached tokens beside the input', () => {
    const usage = { inputTokens: 100, outputTokens: 0, cachedInputTokens: 400, cacheWriteTokens: 400 };
    expect(table.priceOf('openai/gpt-4.1-mini', usage)).toBeCloseTo((100 * 0.1) / 1e6, 12);
  });
});

describe('the config', () => {
  const prices = {
    'demo/in-context': { input: 0.1, output: 0.4 },
    'openai/gpt-4.1-mini': { input: 7, output: 9 },
    'own/cached': { input: 10, output: 20, cachedInput: 1, cacheWrite: 12 },
    'own/free': { input: 0, output: 0 },
  };
  const table = createPriceTable(prices);
  it.each([
    ['demo/in-context', million, 0.5],
    ['demo/in-context', { ...million, cachedInputTokens: 900_000, cacheWriteTokens: 50_000 }, 0.5],
    ['openai/gpt-4.1-mini', million, 16],
    [
      'own/cached',
      { ...million, cachedInputTokens: 500_000, cacheWriteTokens: 100_000 },
      0.4 * 10 + 0.5 * 1 + 0.1 * 12 + 20,
    ],
    ['own/free', million, 0],
  ])('prices %s with %j at %d', (model, usage, expected) => {
    expect(table.priceOf(model, usage)).toBeCloseTo(expected, 10);
  });
  it('leaves other models to the catalog', () => {
    expect(table.priceOf('openai/gpt-4o-mini', million)).toBeCloseTo(0.75, 10);
    expect(createPriceTable({}).priceOf('toString', million)).toBeNull();
  });
  it('never gives a negative price, and counts twice for twice the tokens', () => {
    const tokens = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(
        tokens,
        tokens,
        tokens,
        tokens,
        (inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens) => {
          const usage = { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens };
          const twice = Object.fromEntries(Object.entries(usage).map(([key, value]) => [key, 2 * value]));
          const cost = table.priceOf('own/cached', usage) ?? Number.NaN;
          expect(cost).toBeGreaterThanOrEqual(0);
          expect(table.priceOf('own/cached', { ...usage, ...twice })).toBeCloseTo(2 * cost, 8);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('source', () => {
  it('names the catalog with its version, and the config where it has prices', () => {
    expect(createPriceTable({}).source).toMatch(/^genai-prices \d+\.\d+\.\d+$/);
    expect(createPriceTable({ 'a/b': { input: 1, output: 1 } }).source).toMatch(/^config, genai-prices \d/);
  });
});

describe('prices of regions', () => {
  const paris = 'paris/eu.amazon.nova-lite-v1:0';
  const vendors = new Map([['paris', 'bedrock']]);
  it.each([
    ['bedrock/eu.amazon.nova-lite-v1:0', true],
    ['bedrock/apac.amazon.nova-lite-v1:0', true],
    ['bedrock/arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.amazon.nova-lite-v1:0', true],
    [paris, true],
    ['bedrock/eu.amazon.nova-unheard-of', false],
    ['bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', false],
    ['bedrock/us.amazon.nova-lite-v1:0', false],
    ['bedrock/global.amazon.nova-2-lite-v1:0', false],
    ['bedrock/amazon.nova-lite-v1:0', false],
    ['bedrock/meta.llama3-2-3b-instruct-v1:0', false],
    ['bedrock/arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT12345:3', false],
    ['openai/eu.gpt-4.1-mini', false],
    ['toString/eu.amazon.nova-lite-v1:0', false],
    ['eu.amazon.nova-lite-v1:0', false],
  ])('are missing for %s: %s', (model, expected) => {
    expect(createPriceTable({}, vendors).isPricedAsInUs(model)).toBe(expected);
  });

  it('are those of the config where it has some', () => {
    const table = createPriceTable({ [paris]: { input: 0.078, output: 0.312 } }, vendors);
    expect(table.isPricedAsInUs(paris)).toBe(false);
  });
});

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['four', 1],
    ['five!', 2],
  ])('takes %j for %i', (text, tokens) => expect(estimateTokens(text)).toBe(tokens));
});
