import { expect, it } from 'vitest';
import { registryPlace, shownPlace } from '../../../src/project/opening/registry-place.ts';

const display = (path: string) => path.replace('/p/', '');

it.each([
  ['the config', '.prompteval/registry', undefined, '.prompteval/registry'],
  ['a variable', '.prompteval/registry', 'elsewhere', 'elsewhere'],
  [
    'a database',
    '.prompteval/registry',
    'postgres://me:secret@db:5432/prompts?sslmode=require',
    'PostgreSQL db:5432/prompts',
  ],
  ['a database of many hosts', '.', 'postgresql://me:secret@a:1,b:2/prompts', 'PostgreSQL'],
  [
    'a branch',
    { git: { branch: 'live', remote: 'origin', folder: 'r' } },
    undefined,
    'branch live of origin',
  ],
  [
    'a branch of an address',
    { git: { branch: 'live', remote: 'https://me:secret@host/r.git', folder: 'r' } },
    undefined,
    'branch live of https://***@host/r.git',
  ],
])('shows the place that %s names, and no password', (_, registry, named, shown) => {
  const environment = named === undefined ? {} : { PROMPTEVAL_REGISTRY: named };
  expect(shownPlace(registryPlace({ root: '/p', registry }, environment), display)).toBe(shown);
});
