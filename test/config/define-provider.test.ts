import { describe, expect, it } from 'vitest';
import { defineProvider, definitionProblems } from '../../src/config/define-provider.ts';
import { problemsWith } from './configs.ts';

const complete = async () => ({ text: '' });

describe('defineProvider', () => {
  it('gives back what it got', () => {
    const definition = { complete, concurrency: 3 };
    expect(defineProvider(definition)).toBe(definition);
  });

  it.each<[string, unknown, (string | undefined)[]]>([
    ['a provider', { complete, close: async () => undefined }, []],
    ['no object', 'mine', [undefined]],
    ['no function', { complete: 'hello' }, ['complete']],
    [
      'numbers that are none',
      {
        complete,
        concurrency: 0,
        requestsPerMinute: 0.5,
        tokensPerMinute: '9',
        maxRetries: -1,
        timeoutMs: 'long',
      },
      ['concurrency', 'requestsPerMinute', 'tokensPerMinute', 'maxRetries', 'timeoutMs'],
    ],
    ['a setting of another provider', { complete, baseURL: 'http://127.0.0.1' }, ['baseURL']],
  ])('looks at %s', (_, value, fields) => {
    expect(definitionProblems(value).map(({ field }) => field)).toEqual(fields);
  });
});

describe('a provider of one’s own in a config', () => {
  it('is none of the schema’s business', async () => {
    expect(await problemsWith({}, { providers: { mine: { complete } } })).toEqual([]);
  });

  it('is checked where it was not made with defineProvider', async () => {
    expect(await problemsWith({}, { providers: { mine: { complete, timeOutMs: 5 } } })).toEqual([
      expect.stringMatching(/^providers\.mine\.timeOutMs: .*Did you mean "timeoutMs"\?/),
    ]);
  });
});
