import { expect, it } from 'vitest';
import { defineProvider } from '../../../src/config/define-provider.ts';
import type { ResolvedConfig } from '../../../src/config/resolved-config.ts';
import { movedKeys, movedVariables, type Variables } from '../../../src/project/ci/key-places.ts';

type Providers = ResolvedConfig['providers'];

const elsewhere = 'https://keys.example/v1';
const secret = 'sk-0123456789abcdef';
const own = (concurrency: number) =>
  defineProvider({ concurrency, complete: () => Promise.reject(new Error('not asked')) });

it.each<[string, string, Providers, Providers, string | null]>([
  ['nothing is set', 'openai', {}, {}, null],
  ['an address', 'openai', {}, { openai: { baseURL: elsewhere } }, `baseURL not set → ${elsewhere}`],
  [
    'an address that is taken away',
    'openai',
    { openai: { baseURL: elsewhere } },
    {},
    `${elsewhere} → not set`,
  ],
  [
    'another address',
    'openai',
    { openai: { baseURL: 'https://gateway.example' } },
    { openai: { baseURL: 'https://user:word@keys.example/a?b=c' } },
    'baseURL https://gateway.example/ → https://keys.example/a)',
  ],
  [
    'another vendor by the same name',
    'main',
    { main: { type: 'openai' } },
    { main: { type: 'azure' } },
    'type openai → azure',
  ],
  [
    'a resource of Azure',
    'azure',
    { azure: { endpoint: 'https://a.example' } },
    { azure: { endpoint: 'https://b.example' } },
    'endpoint',
  ],
  [
    'a region',
    'bedrock',
    { bedrock: { region: 'eu-west-1' } },
    { bedrock: { region: 'us-east-1' } },
    'region eu-west-1 → us-east-1',
  ],
  ['an account', 'bedrock', {}, { bedrock: { profile: 'other' } }, 'profile'],
  [
    'limits, the protocol and pieces',
    'openai',
    {},
    { openai: { maxRetries: 0, api: 'responses', stream: true } },
    null,
  ],
  [
    'a new provider at its own address',
    'mine',
    {},
    { mine: { type: 'openai', baseURL: elsewhere } },
    'the key of mine',
  ],
  ['a new provider at its vendor', 'mine', {}, { mine: { type: 'anthropic', concurrency: 2 } }, null],
  ['a new provider in a region of its vendor', 'bedrock', {}, { bedrock: { region: 'us-east-1' } }, null],
  [
    'a new provider with a key of nobody else',
    'mine',
    {},
    { mine: { type: 'openai', baseURL: elsewhere, apiKey: 'unused' } },
    null,
  ],
  [
    'a new provider with a key that is known',
    'mine',
    {},
    { mine: { type: 'openai', baseURL: elsewhere, apiKey: secret } },
    'the key of mine',
  ],
  [
    'the key of the environment instead of one that is none',
    'openai',
    { openai: { baseURL: elsewhere, apiKey: 'unused' } },
    { openai: { baseURL: elsewhere } },
    'apiKey in the config → not set',
  ],
  ['a provider that is not asked', 'openai', {}, { azure: { endpoint: elsewhere } }, null],
  ['what is code', 'mine', { mine: own(1) }, { mine: own(2) }, null],
])('names what decides where a key goes: %s', (_, name, then, now, expected) => {
  const texts = movedKeys(then, now, [name], [secret]).map(({ text }) => text);
  expect(texts).toEqual(expected === null ? [] : [expect.stringContaining(expected)]);
  expect(texts.join()).not.toContain('word');
});

it.each<[string, Variables, Variables, string[]]>([
  ['none', {}, {}, []],
  ['the same', { A_URL: 'a' }, { A_URL: 'a' }, []],
  [
    'a new one, never its value',
    {},
    { HTTPS_PROXY: 'http://p', OPENAI_BASE_URL: 'http://q' },
    ['HTTPS_PROXY, OPENAI_BASE_URL'],
  ],
  ['another value', { A_URL: 'a' }, { A_URL: 'b' }, ['A_URL']],
  ['one that is taken away, which the protected branch still sets', { A_URL: 'a' }, {}, []],
])('names variables that a committed .env sets otherwise: %s', (_, then, now, expected) => {
  const texts = movedVariables(then, now).map(({ text }) => text);
  expect(texts).toEqual(expected.map((list) => expect.stringContaining(`(${list})`)));
});
