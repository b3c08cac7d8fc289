import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import {
  keysOf,
  ownersOf,
  peopleOfSubject,
  personNamed,
  personWithKey,
  rolesOf,
} from '../../src/owners/owners.ts';
import { readOwners } from '../../src/owners/read-owners.ts';
import { snippets } from '../support/documents.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');

const text = `
people:
  mia:
    email: [Mia@acme.example, mia@home.example]
    keys: ${key(1)}
  ana:
    email: ana@acme.example
    keys: [${key(2)}, ${key(3)}]
  release-bot:
    ci: [ 'repo:acme/prompts:environment:*' ]
  tom: {}
prompts:
  "*":
    engineering: mia
    rollback: [mia, tom]
  "support-*":
    workflow: ana
    domain: [ana, tom, ana]
  "2024":
    risk: tom
  "support-legal": { risk: tom }
`;
const owners = readOwners(text, 'OWNERS.yml');

describe('ownersOf', () => {
  it('takes the last pattern that matches, and nothing of those before', () => {
    expect(ownersOf(owners, 'greet')).toEqual({
      workflow: [],
      domain: [],
      engineering: ['mia'],
      risk: [],
      support: [],
      rollback: ['mia', 'tom'],
    });
    expect(ownersOf(owners, 'support-triage')).toMatchObject({
      workflow: ['ana'],
      domain: ['ana', 'tom'],
      engineering: [],
      rollback: [],
    });
    expect(ownersOf(owners, 'support-legal')).toMatchObject({ workflow: [], risk: ['tom'] });
  });

  it('keeps the order of the file where a pattern is a number', () => {
    expect(ownersOf(owners, '2024')).toMatchObject({ engineering: [], risk: ['tom'] });
  });

  it('knows nobody where no pattern matches, and where there is no file', () => {
    const nobody = { workflow: [], domain: [], engineering: [], risk: [], support: [], rollback: [] };
    expect(ownersOf(null, 'greet')).toEqual(nobody);
    const few = readOwners('people: {mia: {}}\nprompts:\n  a: {risk: mia}', 'OWNERS.yml');
    expect(ownersOf(few, 'b')).toEqual(nobody);
  });
});

describe('people', () => {
  it('have roles', () => {
    expect(rolesOf(ownersOf(owners, 'greet'), 'mia')).toEqual(['engineering', 'rollback']);
    expect(rolesOf(ownersOf(owners, 'greet'), 'ana')).toEqual([]);
    expect(rolesOf(ownersOf(owners, 'greet'), 'constructor')).toEqual([]);
  });

  it('have keys', () => {
    expect(keysOf(owners, 'ana')).toEqual([key(2), key(3)]);
    expect(keysOf(owners, 'nobody')).toEqual([]);
    expect(keysOf(null, 'ana')).toEqual([]);
    expect(personWithKey(owners, key(3))).toBe('ana');
    expect(personWithKey(owners, key(4))).toBeUndefined();
  });

  it('are known by their addresses', () => {
    expect(personNamed(owners, 'mia@ACME.example')).toBe('mia');
    expect(personNamed(owners, 'mia')).toBe('mia');
    expect(personNamed(owners, 'eve@acme.example')).toBe('eve@acme.example');
    expect(personNamed(null, 'mia@acme.example')).toBe('mia@acme.example');
  });

  it('are known by the subject of a CI token', () => {
    expect(peopleOfSubject(owners, 'repo:acme/prompts:environment:production')).toEqual(['release-bot']);
    expect(peopleOfSubject(owners, 'repo:acme/prompts:ref:refs/heads/main')).toEqual([]);
  });
});

const written = (people: string, prompts = 'a: {risk: mia}') =>
  `people:\n  ${people}\nprompts:\n  ${prompts}\n`;
const privateKey = String(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
const secret = privateKey.split('\n')[1] ?? '';

describe('readOwners', () => {
  it.each<[string, string, string]>([
    ['', 'OWNERS.yml', 'is empty; expected people and prompts'],
    ['- a', 'OWNERS.yml', 'is no map of fields'],
    ['people: {mia: {}}', 'OWNERS.yml:1 prompts', 'is missing'],
    [written('mia: {}', 'a: {}'), 'OWNERS.yml:4 prompts.a', 'is empty'],
    [
      written('mia: {}', 'a: {enginering: mia}'),
      'OWNERS.yml:4 prompts.a.enginering',
      'Did you mean "engineering"?',
    ],
    [
      written('mia: {}', 'a: {risk: mai}'),
      'OWNERS.yml:4 prompts.a.risk',
      '"mai" is nobody under people. Did you mean "mia"?',
    ],
    [written('mia: {}', 'a: {risk: [mia, constructor]}'), 'prompts.a.risk[1]', 'is nobody under people'],
    [
      written('mia: {}', 'a: {risk: mia, domain: 7}'),
      'prompts.a.domain',
      'is 7; expected a text, or a list of texts',
    ],
    [written('mia: {}', '"a b": {risk: mia}'), 'prompts["a b"]', 'is not a name that can be used here'],
    [written('mia: {}', 'a: {risk: mia}\n  a: {risk: mia}'), 'OWNERS.yml:5 a', 'stands twice'],
    [
      'people: {mia: {}}\nprompts: {a: {risk: mia}, b: {risk: mia}}',
      'OWNERS.yml:2 prompts.b',
      'stands on one line with a',
    ],
    [written('mia: {emial: x}'), 'OWNERS.yml:2 people.mia.emial', 'Did you mean "email"?'],
    [written('mia:'), 'people.mia', 'is null'],
    [written('"ci:github": {}\n  mia: {}'), 'people["ci:github"]', 'is not a name that can be used here'],
    [written('mia: {keys: [nonsense]}'), 'OWNERS.yml:2 people.mia.keys[0]', 'is no ed25519 public key'],
    [
      written(`mia: {keys: ${key(1)}}\n  ana: {keys: [${key(1)}]}`),
      'OWNERS.yml:3 people.ana.keys[0]',
      'is the key of mia too',
    ],
    [
      written('mia: {email: A@b}\n  ana: {email: a@B}'),
      'OWNERS.yml:3 people.ana.email',
      'is the address of mia too',
    ],
    [written('mia: {email: ana}\n  ana: {}'), 'OWNERS.yml:2 people.mia.email', 'is the address of ana too'],
  ])('%j: %s', (source, place, words) => {
    const read = () => readOwners(source, 'OWNERS.yml');
    expect(read).toThrow(InputError);
    expect(read).toThrow(place);
    expect(read).toThrow(words);
  });

  it('collects every problem, in the order of the file', () => {
    const source = written('mia: {emial: x, keys: nonsense}', 'a: {rsk: mia, domain: mai}');
    try {
      readOwners(source, 'OWNERS.yml');
      expect.unreachable();
    } catch (error) {
      const { problems } = error as InputError;
      expect(problems.map(({ line }) => line)).toEqual([2, 2, 4, 4]);
    }
  });

  it('refuses a private key and does not repeat it', () => {
    const source = `people:\n  mia:\n    keys: |\n${privateKey.replaceAll(/^/gm, '      ')}\nprompts:\n  a: {risk: mia}\n`;
    const read = () => readOwners(source, 'OWNERS.yml');
    expect(read).toThrow(/people\.mia\.keys: is a private key/);
    expect(read).not.toThrow(secret.slice(0, 12));
  });
});

it('reads the example of the documentation', () => {
  const [example] = snippets().filter(
    ({ document, language }) => document === 'docs/owners.md' && language === 'yaml',
  );
  const documented = readOwners(example?.text ?? '', 'OWNERS.yml');
  expect(ownersOf(documented, 'support-triage')).toMatchObject({ workflow: ['tom'], risk: ['mia'] });
  expect(keysOf(documented, 'mia')).toHaveLength(1);
});
