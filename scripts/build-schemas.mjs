// Compiles the package's own schemas, and the ones that schemas themselves are checked by, into functions: ajv would
// take longer to do so than most commands run. src/schema/built-schema.ts reads them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Ajv07 from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import { _ } from 'ajv/dist/compile/codegen/index.js';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import { engineOptions } from '../dist/schema/engine.js';

const root = new URL('../', import.meta.url);
const target = new URL('dist/schema/built/', root);
mkdirSync(target, { recursive: true });

for (const name of ['config', 'owners', 'prompt']) {
  const schema = JSON.parse(readFileSync(new URL(`schema/${name}.schema.json`, root), 'utf8'));
  const engine = createEngine(Ajv2020);
  write(name, engine, engine.compile(schema), schema, `require('../../../schema/${name}.schema.json')`);
}
for (const [name, Engine, id] of [
  ['2020-12', Ajv2020, 'https://json-schema.org/draft/2020-12/schema'],
  ['draft-07', Ajv07, 'http://json-schema.org/draft-07/schema'],
]) {
  const engine = createEngine(Engine);
  const validate = engine.getSchema(id);
  write(name, engine, validate, validate.schema, JSON.stringify(validate.schema));
}

function createEngine(Engine) {
  const code = { ...engineOptions.code, source: true };
  const engine = new (Engine.default ?? Engine)({ ...engineOptions, code });
  (addFormats.default ?? addFormats)(engine);
  return engine;
}

/** A module with the schema and the function that checks by it; `source` is code that gives the schema. */
function write(name, engine, validate, schema, source) {
  const places = new Map(placesIn(schema, _`schema`));
  // The functions then name parts of the one schema, as those that ajv makes at run time do, and hold no copies.
  for (const value of schemasOf(validate)) {
    if (places.has(value.ref)) value.code = places.get(value.ref);
  }
  const text = (standalone.default ?? standalone)(engine, validate).replace(/^"use strict";/, '');
  const exported = text.replace(/^module\.exports = (\w+);module\.exports\.default = \1;/, (_all, made) => {
    return `module.exports = { schema, validate: ${made} };`;
  });
  if (exported === text) throw new Error(`ajv writes ${name} in another way than it did`);
  writeFileSync(new URL(`${name}.cjs`, target), `'use strict';\nconst schema = ${source};\n${exported}\n`);
}

/** The parts of schemas that a function, and those that it calls, refer to. */
function* schemasOf({ source }, seen = new Set()) {
  if (seen.has(source)) return;
  seen.add(source);
  for (const { value } of source.scopeValues.schema ?? []) yield value;
  for (const { value } of source.scopeValues.validate ?? []) yield* schemasOf(value.ref, seen);
}

/** Every object inside a schema, with the code that leads to it. */
function* placesIn(value, code) {
  if (typeof value !== 'object' || value === null) return;
  yield [value, code];
  for (const [key, member] of Object.entries(value)) {
    yield* placesIn(member, Array.isArray(value) ? _`${code}[${Number(key)}]` : _`${code}[${key}]`);
  }
}
