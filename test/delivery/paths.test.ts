import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentPath, parsePath, type Target, urlPath } from '../../src/delivery/paths.ts';
import { isAliasName, isPromptName } from '../../src/prompts/ref.ts';
import { isKey } from '../../src/registry/keys.ts';

const alias = (name: string, prompt = 'triage'): Target => ({ kind: 'alias', prompt, alias: name });
const version = (number: number, prompt = 'triage'): Target => ({ kind: 'version', prompt, version: number });

describe('a path', () => {
  it.each<[string, Target]>([
    ['/v1/prompts', { kind: 'index' }],
    ['/v1/prompts.json', { kind: 'index' }],
    ['/v1/prompts/triage/aliases/stable', alias('stable')],
    ['/v1/prompts/triage/aliases/stable.json', alias('stable')],
    ['/v1/prompts/triage/aliases/acme/stable', alias('acme/stable')],
    ['/v1/prompts/triage/aliases/acme%2fstable', alias('acme/stable')],
    ['/v1/prompts/Triage/aliases/Stable', alias('Stable', 'Triage')],
    ['/v1/prompts/%2543ON/aliases/stable.json', alias('stable', 'CON')],
    ['/v1/prompts/%2554riage/aliases/%2553table.json', alias('Stable', 'Triage')],
    ['/v1/prompts/triage/versions/8', version(8)],
    ['/v1/prompts/triage/versions/8.json', version(8)],
  ])('%s asks for a document', (path, target) => {
    expect(parsePath(path)).toEqual(target);
  });

  it.each([
    '',
    '/',
    'v1/prompts',
    '/v1',
    '/v2/prompts',
    '/v1/prompts/',
    '/v1/prompts/triage',
    '/v1/prompts/triage/versions',
    '/v1/prompts/triage/versions/0',
    '/v1/prompts/triage/versions/08',
    '/v1/prompts/triage/versions/1e3',
    '/v1/prompts/triage/versions/latest',
    '/v1/prompts/triage/versions/8/9',
    '/v1/prompts/triage/versions/99999999999',
    '/v1/prompts/triage/aliases/latest',
    '/v1/prompts/triage/aliases/a/b/c',
    '/v1/prompts/triage/aliases/../../..',
    '/v1/prompts/../aliases/stable',
    '/v1/prompts/..%2f..%2fetc/aliases/passwd',
    '/v1/prompts/%2e%2e/aliases/stable',
    '/v1/prompts/%252e%252e/aliases/stable',
    '/v1/prompts/triage%00/aliases/stable',
    '/v1/prompts/triage/aliases/%',
    '/v1/prompts//aliases/stable',
    `/v1/prompts/${'a'.repeat(300)}/aliases/stable`,
    `/v1/prompts/${'A'.repeat(100)}/aliases/stable`,
  ])('%j asks for nothing', (path) => {
    expect(parsePath(path)).toBeUndefined();
  });

  it.each([
    ['Tier.art_1', 'Acme/Stable', 'v1/prompts/Tier.art_1/aliases/Acme/Stable.json'],
    ['Con', 'nul', 'v1/prompts/%43on/aliases/%6eul.json'],
    ['ends.', 'stable', 'v1/prompts/ends%2e/aliases/stable.json'],
    ['../etc', 'a\\b', 'v1/prompts/%2e.%2fetc/aliases/a%5cb.json'],
    ['\u017fet', 'stable', 'v1/prompts/%c5%bfet/aliases/stable.json'],
  ])('has the names of %s and %s as they are, but for what no file may be called', (prompt, name, path) => {
    expect(documentPath(alias(name, prompt))).toBe(path);
  });

  it('leads to what it was made for, and its file can lie in any folder', () => {
    const start = fc.constantFrom(...'abXZ09');
    const rest = fc.array(fc.constantFrom(...'abXZ09._-'), { maxLength: 12 }).map((each) => each.join(''));
    const name = fc.tuple(start, rest).map((parts) => parts.join(''));
    const aliasName = fc
      .oneof(
        name,
        fc.tuple(name, name).map((parts) => parts.join('/')),
      )
      .filter(isAliasName);
    const target = fc.oneof(
      fc.record({ kind: fc.constant('alias' as const), prompt: name.filter(isPromptName), alias: aliasName }),
      fc.record({
        kind: fc.constant('version' as const),
        prompt: name.filter(isPromptName),
        version: fc.integer({ min: 1, max: 999_999 }),
      }),
    );
    fc.assert(
      fc.property(target, (wanted) => {
        const path = documentPath(wanted);
        expect(isKey(path.toLowerCase())).toBe(true);
        expect(path).toMatch(/^v1\/prompts\//);
        expect(parsePath(`/${urlPath(path)}`)).toEqual(wanted);
      }),
    );
  });

  it('never leads to a name that the registry does not have, whatever is written in it', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'v1',
        'prompts',
        'triage',
        'aliases',
        'versions',
        'stable',
        '..',
        '.',
        '%2e%2e',
        '%252e',
        '8',
      ),
      fc.constantFrom('%2f', '%5c', '\\', '%00', '~', 'C:', '...', '%c0%ae', '.json', '%2525'),
      fc.string({ maxLength: 8 }),
    );
    const path = fc.array(part, { maxLength: 8 }).map((parts) => `/v1/prompts/${parts.join('/')}`);
    fc.assert(
      fc.property(fc.oneof(path, fc.string()), (text) => {
        const target = parsePath(text);
        if (target === undefined) return;
        const file = documentPath(target);
        expect(isKey(file.toLowerCase())).toBe(true);
        if (target.kind !== 'index') expect(isPromptName(target.prompt)).toBe(true);
        if (target.kind === 'alias') expect(isAliasName(target.alias)).toBe(true);
        expect(parsePath(`/${urlPath(file)}`)).toEqual(target);
      }),
      { numRuns: 2000 },
    );
  });
});
