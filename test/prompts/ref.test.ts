import { expect, it } from 'vitest';
import { formatRef, isAliasName, parseRef, type Ref } from '../../src/prompts/ref.ts';

const prompt = 'support-triage';
const digest = `sha256:${'9f'.repeat(32)}`;

it.each<[string, Ref]>([
  ['support-triage@stable', { prompt, at: { kind: 'alias', alias: 'stable' } }],
  ['support-triage@acme/stable', { prompt, at: { kind: 'alias', alias: 'acme/stable' } }],
  ['support-triage@latest', { prompt, at: { kind: 'latest' } }],
  ['support-triage@draft', { prompt, at: { kind: 'draft' } }],
  ['support-triage@7', { prompt, at: { kind: 'version', version: 7 } }],
  [`support-triage@${digest}`, { prompt, at: { kind: 'digest', digest } }],
  ['a.b_C-1@sha256:9f3c1a2', { prompt: 'a.b_C-1', at: { kind: 'digest', digest: 'sha256:9f3c1a2' } }],
])('%s is a ref, there and back', (text, ref) => {
  expect(parseRef(text)).toEqual(ref);
  expect(formatRef(ref)).toBe(text);
});

it.each([
  ['support-triage', 'does not say which version. Write support-triage@stable or support-triage@draft'],
  ['', 'names no prompt'],
  ['@stable', 'names no prompt'],
  ['../etc@stable', 'has the prompt name "../etc"'],
  ['.hidden@stable', 'has the prompt name ".hidden"'],
  ['a/b@stable', 'has the prompt name "a/b"'],
  ['t@', 'ends after the @'],
  ['t@0', 'has the version "0"; expected a whole number from 1'],
  ['t@07', 'has the version "07"'],
  ['t@1.5', 'has the version "1.5"'],
  ['t@sha256:9f', 'sha256: and 7 to 64 hexadecimal digits'],
  ['t@acme/../stable', 'has the alias "acme/../stable"'],
  ['t@a/b/c', 'has the alias "a/b/c"'],
  ['t@stable@7', 'has the alias "stable@7"'],
])('%j is none', (text, said) => {
  expect(() => parseRef(text)).toThrow(said);
});

it('keeps the words that name something else from being aliases', () => {
  expect(['stable', 'acme/stable', 'draft', 'latest', '7', 'a b'].filter(isAliasName)).toEqual([
    'stable',
    'acme/stable',
  ]);
});
