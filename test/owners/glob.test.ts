import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, matchesSubject } from '../../src/owners/glob.ts';

describe('matchesGlob', () => {
  it.each<[string, string, boolean]>([
    ['*', 'triage', true],
    ['*', '', true],
    ['support-*', 'support-triage', true],
    ['support-*', 'support-', true],
    ['support-*', 'my-support-triage', false],
    ['*-triage', 'support-triage', true],
    ['*-triage', 'support-triage-2', false],
    ['s*-*e', 'support-triage', true],
    ['v?', 'v1', true],
    ['v?', 'v', false],
    ['v?', 'v10', false],
    ['a.b', 'a-b', false],
    ['triage', 'Triage', false],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'aab', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j and %j: %j', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('is what a regular expression says', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, word, (glob, text) => {
        const source = glob.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesGlob(glob, text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });
});

describe('matchesSubject', () => {
  it.each<[string, string, boolean]>([
    ['repo:acme/prompts:ref:refs/heads/main', 'repo:acme/prompts:ref:refs/heads/main', true],
    ['repo:acme/*:environment:production', 'repo:acme/prompts:environment:production', true],
    ['repo:acme/*:ref:refs/heads/*', 'repo:acme/prompts:ref:refs/heads/release/1', true],
    ['repo:acme/*', 'repo:acme/prompts:pull_request', false],
    ['*', 'repo:acme/prompts:pull_request', false],
    ['repo:acme/*:environment:production', 'repo:acme/x:pull_request:environment:production', false],
    ['repo:acme/*:environment:production', 'repo:acmeevil/x:environment:production', false],
  ])('%j and %j: %j', (pattern, subject, expected) => {
    expect(matchesSubject(pattern, subject)).toBe(expected);
  });
});
