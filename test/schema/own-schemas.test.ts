import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileSchema } from '../../src/schema/compile-schema.ts';

const folder = new URL('../../schema/', import.meta.url);

it.each(readdirSync(folder))('%s is a valid JSON Schema, so that commands need not look', (name) => {
  const schema = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  expect(() => compileSchema(schema)).not.toThrow();
});
