import { describe, expect, it } from 'vitest';
import type { ModelReply } from '../../src/core/provider.ts';
import { reportedUsage } from '../../src/runner/reported-usage.ts';

const counted = { inputTokens: 20, outputTokens: 5 };
const none = { inputTokens: 20, outputTokens: 0 };

describe('the usage that a provider reports', () => {
  it.each<[string, Pick<ModelReply, 'usage' | 'text' | 'finishReason'>, ModelReply['usage']]>([
    ['of a text', { usage: counted, text: 'yes', finishReason: 'stop' }, counted],
    ['of none', { usage: null, text: 'yes', finishReason: 'stop' }, null],
    ['of a text of no tokens', { usage: none, text: 'yes', finishReason: 'stop' }, null],
    ['of a text that was cut', { usage: none, text: 'yes', finishReason: 'length' }, null],
    ['of no text', { usage: none, text: '', finishReason: 'stop' }, none],
    ['of a refusal in the words of the API', { usage: none, text: 'no', finishReason: 'refusal' }, none],
    [
      'of a filter in the words of the API',
      { usage: none, text: 'no', finishReason: 'content-filter' },
      none,
    ],
  ])('%s', (_, reply, expected) => {
    expect(reportedUsage(reply)).toEqual(expected);
  });
});
