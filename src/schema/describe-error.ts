import type { ErrorObject } from 'ajv/dist/2020.js';
import { suggest, suggestion } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import { formatPath, memberOf, type Path, pathOfPointer } from './field-path.ts';
import {
  anyOfValues,
  asList,
  describeSchema,
  describeWholly,
  isStructure,
  kindOf,
  shown,
  shownWhole,
  titleOf,
  typeNames,
} from './schema-words.ts';

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
  dependentRequired: missingBeside,
  dependencies: missingBeside,
  type: (error) => ({ message: `is ${kindOf(error.data)}`, expected: typeNames(error.params.type) }),
  multipleOf: (error) => ({ message: `is ${shown(error.data)}`, expected: `a multiple of ${error.schema}` }),
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
  items: tooManyEntries,
  additionalItems: tooManyEntries,
  unevaluatedItems: tooManyEntries,
  contains: missingEntries,
  uniqueItems: (error) => ({
    message: `names ${shownWhole(asList(error.data)[Number(error.params.i)])} twice`,
  }),
  minProperties: (error) => tooShort(error, 'key'),
  maxProperties: (error) => tooLong(error, 'key'),
  pattern: (error) => ({
    message: `is ${shown(error.data)}`,
    expected:
      titleOf(error.parentSchema) ?? `a text that matches ${excerpt(String(error.params.pattern), 100)}`,
  }),
  format: (error) => ({ message: `is ${shown(error.data)}`, expected: `the format ${error.params.format}` }),
  not: excluded,
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

function missingBeside(error: ErrorObject): Words {
  return {
    ...missingKey(error, String(error.params.missingProperty)),
    message: `is missing beside "${excerpt(String(error.params.property), 60)}"`,
  };
}

function notAllowed(error: ErrorObject, allowed: unknown[]): Words {
  const texts = allowed.filter((value) => typeof value === 'string');
  const meant = typeof error.data === 'string' ? suggest(error.data, texts) : undefined;
  return {
    message: `is ${shownWhole(error.data)}`,
    expected: anyOfValues(allowed),
    ...named('hint', meant === undefined ? undefined : `Did you mean "${meant}"?`),
  };
}

function noAlternative(error: ErrorObject): Words {
  if (Array.isArray(error.params.passingSchemas)) {
    return { message: 'fits more than one of the allowed forms', expected: 'exactly one of them' };
  }
  const forms = asList(error.schema).map(describeSchema);
  const kind = isStructure(error.data) ? kindOf(error.data) : undefined;
  const isTold = forms.every((form) => form !== undefined && form !== kind);
  const expected = isTold ? [...new Set(forms)].join(', or ') : undefined;
  if (kind !== undefined)
    return { message: 'fits none of the allowed forms', ...named('expected', expected) };
  const message = `is ${shown(error.data)}`;
  return expected === undefined
    ? { message: `${message}, which fits none of the allowed forms` }
    : { message, expected };
}

function excluded(error: ErrorObject): Words {
  const form = describeWholly(error.schema);
  const isTold = form !== undefined && form !== kindOf(error.data);
  const found = isStructure(error.data) && !isTold ? 'of a form' : shown(error.data);
  return {
    message: `is ${found}${found === 'of a form' ? ' that' : ', which'} is not allowed here`,
    ...named('expected', isTold ? `anything but ${form}` : undefined),
  };
}

function outOfRange(error: ErrorObject, words: string): Words {
  return { message: `is ${shown(error.data)}`, expected: `${words} ${error.params.limit}` };
}

function tooShort(error: ErrorObject, unit: string, units = `${unit}s`): Words {
  const limit = Number(error.params.limit);
  if (limit === 1) return { message: 'is empty', expected: `at least 1 ${unit}` };
  return { message: `has ${counted(error.data, unit, units)}`, expected: `at least ${limit}` };
}

function tooLong(error: ErrorObject, unit: string, units = `${unit}s`): Words {
  return { message: `has ${counted(error.data, unit, units)}`, expected: `at most ${error.params.limit}` };
}

/** Of lists that have a place for each of their entries, and no others. */
function tooManyEntries(error: ErrorObject): Words {
  const limit: unknown = error.params.limit ?? error.params.len;
  return { message: `has ${counted(error.data, 'entry', 'entries')}`, expected: `at most ${limit}` };
}

function missingEntries(error: ErrorObject): Words {
  const { minContains: least, maxContains: most } = error.params;
  const number =
    most === undefined ? `at least ${least}` : least === most ? `${least}` : `${least} to ${most}`;
  const form = describeWholly(error.schema);
  return {
    message: `does not have as many entries${form === undefined ? ' of one form' : ''} as it must`,
    expected: form === undefined ? number : `${number} of this form: ${form}`,
  };
}

function counted(value: unknown, unit: string, units: string): string {
  const size = sizeOf(value);
  return `${size} ${size === 1 ? unit : units}`;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
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
