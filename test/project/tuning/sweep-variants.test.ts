import { expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { refuseName } from '../../../src/project/tuning/sweep-variants.ts';

it.each(['short', 'v2', '2', 'kürzer', 'de.short', 'a_b-c'])('lets a variant be called %s', (name) =>
  expect(() => refuseName(name, 'x.prompt.yml')).not.toThrow(),
);

it.each(['stable', 'draft', 'latest', 'constructor', '__proto__'])('says that %s is taken', (name) => {
  expect(() => refuseName(name, 'x.prompt.yml')).toThrow(InputError);
  expect(() => refuseName(name, 'x.prompt.yml')).toThrow(`"${name}" is taken`);
});

it.each(['@2', '-x', '.x', 'a b', '../x', 'a\u202eb', ''])('says that %j is no plain name', (name) =>
  expect(() => refuseName(name, 'x.prompt.yml')).toThrow('is no plain name'),
);
