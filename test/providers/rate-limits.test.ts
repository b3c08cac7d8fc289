import { describe, expect, it } from 'vitest';
import type { Allowance } from '../../src/core/allowance.ts';
import { rateLimits, withLimits } from '../../src/providers/rate-limits.ts';

const now = Date.parse('2026-11-21T10:00:00Z');

const openAI = (remaining: string, reset: string) => ({
  'x-ratelimit-limit-requests': '5000',
  'x-ratelimit-remaining-requests': remaining,
  'x-ratelimit-reset-requests': reset,
});

describe("the vendors' rate-limit headers", () => {
  it.each<[string, Record<string, string>, Allowance[]]>([
    ['none', {}, []],
    [
      'of OpenAI',
      {
        ...openAI('4999', '12ms'),
        'x-ratelimit-limit-tokens': '200000',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      [
        { of: 'requests', remaining: 4999, resetMs: 12 },
        { of: 'tokens', remaining: 0, resetMs: 360_000 },
      ],
    ],
    [
      'of Anthropic, by the clock of this machine',
      {
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-requests-reset': '2026-11-21T10:00:01Z',
        'anthropic-ratelimit-input-tokens-remaining': '0',
        'anthropic-ratelimit-input-tokens-reset': '2026-11-21T10:00:30Z',
        'anthropic-ratelimit-output-tokens-remaining': '8000',
        'anthropic-ratelimit-output-tokens-reset': '2026-11-21T09:59:59Z',
      },
      [
        { of: 'requests', remaining: 49, resetMs: 1000 },
        { of: 'input-tokens', remaining: 0, resetMs: 30_000 },
        { of: 'output-tokens', remaining: 8000, resetMs: 0 },
      ],
    ],
    [
      'of Anthropic, by the clock of the server where it tells',
      {
        date: 'Sat, 21 Nov 2026 10:05:00 GMT',
        'anthropic-ratelimit-tokens-remaining': '0',
        'anthropic-ratelimit-tokens-reset': '2026-11-21T10:05:20Z',
      },
      [{ of: 'tokens', remaining: 0, resetMs: 20_000 }],
    ],
    ['a part of them', { 'x-ratelimit-remaining-requests': '0' }, []],
    ['a number that is none', openAI('-1', '1s'), []],
    ['a time that is none', openAI('0', 'soon'), []],
    ['an empty time', openAI('0', ''), []],
  ])('%s', (_, headers, expected) => {
    expect(rateLimits(new Headers(headers), now)).toEqual(expected);
  });

  it.each([
    ['1s', 1000],
    ['1.5s', 1500],
    ['120ms', 120],
    ['1m30.5s', 90_500],
    ['2h0m1s', 7_201_000],
    ['1d', 86_400_000],
    ['17', 17_000],
    ['0s', 0],
  ])('read %s as %i ms', (text, ms) => {
    expect(rateLimits(new Headers(openAI('0', text)))).toEqual([
      { of: 'requests', remaining: 0, resetMs: ms },
    ]);
  });

  it('are no part of a reply without them', () => {
    const reply = { text: 'a', finishReason: 'stop', usage: null, latencyMs: 1, servedModel: null } as const;
    expect(withLimits(reply, new Headers())).toBe(reply);
    expect(withLimits(reply, new Headers(openAI('3', '1s')))).toEqual({
      ...reply,
      limits: [{ of: 'requests', remaining: 3, resetMs: 1000 }],
    });
  });
});
