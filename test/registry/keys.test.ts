import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { isKey, nameOfSegment, nameSegment, parseKey } from '../../src/registry/keys.ts';

it('says how long a name is once it is written as a key', () => {
  expect(() => nameSegment('A'.repeat(70))).toThrow(
    'at most 200 characters, of which this has 210: a capital',
  );
  expect(() => nameSegment('')).toThrow('at least one character');
});

describe('names in keys', () => {
  it.each([
    ['support-triage', 'support-triage'],
    ['v2.1_final', 'v2.1_final'],
    ['Support', '%53upport'],
    ['acme/stable', 'acme%2fstable'],
    ['..', '%2e%2e'],
    ['.hidden', '%2ehidden'],
    ['über', '%c3%bcber'],
    ['a%b', 'a%25b'],
    ['con', '%63on'],
    ['nul.txt', '%6eul.txt'],
    ['console', 'console'],
  ])('writes %j as %j', (name, segment) => {
    expect(nameSegment(name)).toBe(segment);
    expect(nameOfSegment(segment)).toBe(name);
  });

  it('keeps any two names apart, even where case does not count', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 12, unit: 'binary' })
      .filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(name, (text) => {
        const segment = nameSegment(text);
        expect(isKey(segment)).toBe(true);
        expect(segment).toBe(segment.toLowerCase());
        expect(nameOfSegment(segment)).toBe(text);
      }),
    );
  });

  it.each(['', 'x'.repeat(201)])('refuses %j', (name) => {
    expect(() => nameSegment(name)).toThrow(InputError);
  });
});

describe('parseKey', () => {
  it.each([
    [
      'versions/triage/0000000008.json',
      { kind: 'version', folder: 'versions/triage/', prompt: 'triage', number: 8 },
    ],
    [
      'aliases/triage/acme%2fstable/0000000012.json',
      {
        kind: 'move',
        folder: 'aliases/triage/acme%2fstable/',
        prompt: 'triage',
        alias: 'acme/stable',
        number: 12,
      },
    ],
    [`blobs/sha256/${'0'.repeat(64)}`, { kind: 'blob', digest: `sha256:${'0'.repeat(64)}` }],
    [
      `answers/triage/${'0'.repeat(64)}/0000000002.json`,
      { kind: 'answer', prompt: 'triage', subject: `sha256:${'0'.repeat(64)}`, seq: 2 },
    ],
    [`answers/triage/${'0'.repeat(63)}/0000000002.json`, undefined],
    [`answers/triage/${'0'.repeat(64)}/0000000000.json`, undefined],
    ['versions/triage/0000000000.json', undefined],
    ['versions/triage/8.json', undefined],
    ['versions/triage/stable/0000000008.json', undefined],
    ['versions/%54%/0000000008.json', undefined],
    ['aliases/triage/0000000008.json', undefined],
    ['blobs/sha256/abc', undefined],
    ['readme.md', undefined],
  ])('reads %s', (key, parsed) => {
    expect(parseKey(key)).toEqual(parsed);
  });
});
