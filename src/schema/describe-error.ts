import type { ErrorObject } from 'ajv/dist/2020.js';
import { isJsonObject } from '../core/json.ts';
import { suggest, suggestion } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import { formatPath, memberOf, type Path, pathOfPointer } from './field-path.ts';

/** One thing that does not fit a schema. */
export interface SchemaProblem {
  /** Where; for an unknown or a missing key it ends in that key. Empty for the document itself. */
  path: Path;
  /** The same as a person would type it: `gates[1].margin`. */
  field: string;
  message: string;
  expected?: string;
  hint?: string;
}

/** Turns an error of ajv (made with `verbose`) into words. `root` is the whole value that was checked. */
export function describeError(error: ErrorObject, root: unknown): SchemaProblem {
  const { path, ...words } = wordsOf(error);
  const fullPath = [...pathOfPointer(error.instancePath, root), ...(path ?? [])];
  return { path: fullPath, field: formatPath(fullPath), ...words };
}

/** `path` goes on from where the error stands. */
interface Words {
  path?: Path;
  message: string;
  expected?: string;
  hint?: string;
}

function wordsOf(error: ErrorObject): Words {
  const describe = describers[error.keyword];
  if (describe !== undefined) return describe(error);
  return { message: `is ${shown(error.data)}, which ${error.message ?? `breaks "${error.keyword}"`}` };
}

const describers: Record<string, (error: ErrorObject) => Words> = {
  additionalProperties: (error) => unknownKey(error, String(error.params.additionalProperty)),
  unevaluatedProperties: (error) => unknownKey(error, String(error.params.unevaluatedProperty)),
  propertyNames: (error) => ({
    path: [String(error.params.propertyName)],
    message: 'is not a name that can be used here',
    ...named('expected', describeSchema(error.schema)),
  }),
  required: (error) => missingKey(error, String(error.params.missingProperty)),
  dependentRequired: (error) => ({
    ...missingKey(error, String(error.params.missingProperty)),
    message: `is missing beside "${error.params.property}"`,
  }),
  type: (error) => ({ message: `is ${kindOf(error.data)}`, expected: typeNames(error.params.type) }),
  enum: (error) => notAllowed(error, asList(error.params.allowedValues)),
  const: (error) => notAllowed(error, [error.params.allowedValue]),
  anyOf: noAlternative,
  oneOf: noAlternative,
  minimum: (error) => outOfRange(error, 'at least'),
  maximum: (error) => outOfRange(error, 'at most'),
  exclusiveMinimum: (error) => outOfRange(error, 'more than'),
  exclusiveMaximum: (error) => outOfRange(error, 'less than'),
  minLength: (error) => tooShort(error, 'character'),
  maxLength: (error) => tooLong(error, 'character'),
  minItems: (error) => tooShort(error, 'entry', 'entries'),
  maxItems: (error) => tooLong(error, 'entry', 'entries'),
  uniqueItems: (error) => ({ message: `names ${shown(asList(error.data)[Number(error.params.i)])} twice` }),
  minProperties: (error) => tooShort(error, 'key'),
  maxProperties: (error) => tooLong(error, 'key'),
  pattern: (error) => ({
    message: `is ${shown(error.data)}`,
    expected: describeSchema(error.parentSchema) ?? `a text that matches ${error.params.pattern}`,
  }),
  format: (error) => ({ message: `is ${shown(error.data)}`, expected: `the format ${error.params.format}` }),
  not: (error) => ({ message: `is ${shown(error.data)}, which is not allowed here` }),
  'false schema': () => ({ message: 'is not allowed here' }),
};

function unknownKey(error: ErrorObject, key: string): Words {
  const known = Object.keys(memberObject(error.parentSchema, 'properties'));
  return {
    path: [key],
    message: `unknown key "${excerpt(key, 60)}"`,
    ...named('hint', suggestion(key, known)),
  };
}

function missingKey(error: ErrorObject, key: string): Words {
  const schema = memberOf(memberObject(error.parentSchema, 'properties'), key);
  return { path: [key], message: 'is missing', ...named('expected', describeSchema(schema)) };
}

function notAllowed(error: ErrorObject, allowed: unknown[]): Words {
  const texts = allowed.filter((value) => typeof value === 'string');
  const meant = typeof error.data === 'string' ? suggest(error.data, texts) : undefined;
  return {
    message: `is ${shown(error.data)}`,
    expected: anyOfValues(allowed),
    ...named('hint', meant === undefined ? undefined : `Did you mean "${meant}"?`),
  };
}

function noAlternative(error: ErrorObject): Words {
  if (Array.isArray(error.params.passingSchemas)) {
    return { message: 'fits more than one of the allowed forms', expected: 'exactly one of them' };
  }
  const forms = asList(error.schema).map(describeSchema);
  const expected = forms.every((form) => form !== undefined) ? [...new Set(forms)].join(', or ') : undefined;
  const found =
    isJsonObject(error.data) || Array.isArray(error.data) ? 'fits none of the allowed forms' : undefined;
  return { message: found ?? `is ${shown(error.data)}`, ...named('expected', expected) };
}

function outOfRange(error: ErrorObject, words: string): Words {
  return { message: `is ${shown(error.data)}`, expected: `${words} ${error.params.limit}` };
}

function tooShort(error: ErrorObject, unit: string, units = `${unit}s`): Words {
  const limit = Number(error.params.limit);
  if (limit === 1) return { message: 'is empty', expected: `at least 1 ${unit}` };
  return { message: `has ${sizeOf(error.data)} ${units}`, expected: `at least ${limit}` };
}

function tooLong(error: ErrorObject, unit: string, units = `${unit}s`): Words {
  const size = sizeOf(error.data);
  return { message: `has ${size} ${size === 1 ? unit : units}`, expected: `at most ${error.params.limit}` };
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** What a schema asks for, in a few words: its title, its values, or its type. */
function describeSchema(schema: unknown): string | undefined {
  if (!isJsonObject(schema)) return undefined;
  if (typeof schema.title === 'string') return schema.title;
  if (Array.isArray(schema.enum)) return anyOfValues(schema.enum);
  if (schema.const !== undefined) return shown(schema.const);
  if (schema.type !== undefined) return typeNames(schema.type);
  return undefined;
}

function anyOfValues(values: readonly unknown[]): string {
  return values.length === 1 ? shown(values[0]) : `one of ${values.map(shown).join(', ')}`;
}

function typeNames(types: unknown): string {
  const names = asList(types).map((type) => withArticle(String(type)));
  return names.join(' or ');
}

function withArticle(type: string): string {
  if (type === 'null') return 'null';
  const word = type === 'array' ? 'list' : type;
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'function' ? 'a function' : `the ${typeof value} ${shown(value)}`;
}

/** A value on one short line. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `"${excerpt(value, 60)}"`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function memberObject(value: unknown, key: string): object {
  const member = memberOf(value, key);
  return typeof member === 'object' && member !== null ? member : {};
}

/** An optional member, left out where there is nothing to say. */
function named<Name extends string>(name: Name, text: string | undefined): { [key in Name]?: string } {
  const member: { [key in Name]?: string } = {};
  if (text !== undefined) member[name] = text;
  return member;
}
