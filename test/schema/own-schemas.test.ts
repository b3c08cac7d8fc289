import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { builtSchema } from '../../src/schema/built-schema.ts';
import { checkOf, compileSchema } from '../../src/schema/compile-schema.ts';

const folder = new URL('../../schema/', import.meta.url);

it.each(readdirSync(folder))('%s is a valid JSON Schema, so that commands need not look', (name) => {
  const schema = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  expect(() => compileSchema(schema)).not.toThrow();
});

it.each(['config', 'owners', 'prompt'] as const)(
  '%s was compiled by the build from what is published',
  (name) => {
    const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8'));
    expect(builtSchema(name).schema).toEqual(schema);
    for (const value of [
      {},
      [],
      'text',
      { unknown: 1, prompts: { a: { gates: [{ mn: 1 }] } }, roles: 3, messages: [1] },
    ]) {
      expect(checkOf(name)(value)).toEqual(compileSchema(schema)(value));
    }
  },
);

it('ajv is loaded in one place, so that the bundle has one copy of it', () => {
  const sources = new URL('../../src/schema/', import.meta.url);
  const loading = readdirSync(sources).filter((name) => {
    const imported = /^import (?!type).*'ajv|(?<!typeof )(?:require|import)\('ajv/m;
    return imported.test(readFileSync(new URL(name, sources), 'utf8'));
  });
  expect(loading).toEqual(['load-ajv.ts']);
});
