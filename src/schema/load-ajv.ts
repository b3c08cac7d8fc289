import { createRequire } from 'node:module';

// ajv takes tens of milliseconds to load, and most commands never check a schema: so it is required on first use.
const require = createRequire(import.meta.url);

export function load2020(): typeof import('ajv/dist/2020.js') {
  return require('ajv/dist/2020.js');
}

export function load07(): typeof import('ajv') {
  return require('ajv');
}

export function loadFormats(): typeof import('ajv-formats') {
  return require('ajv-formats');
}

export function loadCompiler(): typeof import('ajv/dist/compile/index.js') {
  return require('ajv/dist/compile/index.js');
}
