import { isJsonObject, type JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { memberOf } from './field-path.ts';

/** What a schema asks for, in a few words: its title, its values, or its type and what a text of it must be like. */
export function describeSchema(schema: unknown): string | undefined {
  if (!isJsonObject(schema)) return undefined;
  const title = titleOf(schema);
  if (title !== undefined) return title;
  if (Array.isArray(schema.enum)) return anyOfValues(schema.enum);
  if (schema.const !== undefined) return shownWhole(schema.const);
  const rules = textRules(schema);
  const kind = schema.type === undefined ? undefined : typeNames(schema.type);
  if (rules.length === 0) return kind;
  return [kind ?? 'a text', rules.join(' and ')].join(' ');
}

/** Keywords that the words for a schema tell, and those that ask nothing of a value. */
const told = ['type', 'pattern', 'format', 'minLength', 'maxLength'];
const silent = [
  'title',
  'description',
  '$comment',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
];

/** The same where it is all that the schema asks for; undefined where what decides may be left out. */
export function describeWholly(schema: unknown): string | undefined {
  if (!isJsonObject(schema)) return undefined;
  const asked = Object.keys(schema).filter((key) => !silent.includes(key));
  const isOne = asked.length === 1 && (asked[0] === 'const' || asked[0] === 'enum');
  const isTold =
    isOne || asked.every((key) => told.includes(key) && !(key === 'minLength' && schema[key] === 1));
  return isTold || titleOf(schema) !== undefined ? describeSchema(schema) : undefined;
}

/** A title that describes, as those of this package do; `Order Code`, as generators write it, is a name. */
export function titleOf(schema: unknown): string | undefined {
  const title = memberOf(schema, 'title');
  return typeof title === 'string' && !/^\p{Lu}\p{Ll}/u.test(title) ? title : undefined;
}

function textRules({ pattern, format, minLength, maxLength }: JsonObject): string[] {
  return [
    ...(typeof pattern === 'string' ? [`that matches ${excerpt(pattern, 100)}`] : []),
    ...(typeof format === 'string' ? [`of the format ${excerpt(format, 40)}`] : []),
    ...(minLength === undefined || Number(minLength) < 2 ? [] : [`of at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`of at most ${maxLength} character${maxLength === 1 ? '' : 's'}`]),
  ];
}

export function anyOfValues(values: readonly unknown[]): string {
  return values.length === 1 ? shownWhole(values[0]) : `one of ${values.map(shownWhole).join(', ')}`;
}

export function typeNames(types: unknown): string {
  const names = asList(types).map((type) => withArticle(String(type)));
  return names.join(' or ');
}

function withArticle(type: string): string {
  if (type === 'null') return 'null';
  const word = type === 'array' ? 'list' : type;
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'function' ? 'a function' : `the ${typeof value} ${shown(value)}`;
}

/** A value on one short line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${excerpt(value, 60)}"`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

/** The same with what a list or an object holds, where that is what counts. */
export function shownWhole(value: unknown): string {
  return isStructure(value) ? excerpt(JSON.stringify(value), 60) : shown(value);
}

export function isStructure(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
