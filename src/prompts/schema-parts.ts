import { canonicalJson } from '../core/digest.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { compileSchema } from '../schema/compile-schema.ts';

/** A JSON Schema or a part of one; `true` takes everything, `false` nothing. */
export type Schema = JsonObject | boolean;

const types = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'] as const;
export type TypeName = (typeof types)[number];

export function schemaOf(value: Json | undefined): Schema | undefined {
  return isJsonObject(value) || typeof value === 'boolean' ? value : undefined;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function propertiesOf(schema: JsonObject): Map<string, Schema> {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const pairs = Object.entries(properties).map(([name, value]) => [name, schemaOf(value) ?? true] as const);
  return new Map(pairs);
}

/** The schema that a local reference (`#/$defs/answer`) points to; undefined where it can't be followed. */
export function pointedAt(reference: Json, root: JsonObject): Schema | undefined {
  if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) return undefined;
  let current: Json | undefined = root;
  for (const step of reference.split('/').slice(1)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(current)) current = current[Number(key)];
    else current = isJsonObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }
  return schemaOf(current);
}

/** Whether two parts say the same in their documents: the same text, and whatever it refers to is the same too. */
export function isSame(
  before: Json | undefined,
  after: Json | undefined,
  roots: { before: JsonObject; after: JsonObject },
): boolean {
  const text = canonicalJson(before);
  if (text !== canonicalJson(after)) return false;
  if (!/"\$(?:ref|dynamicRef)":/.test(text)) return true;
  if (needsDocument(text)) return false;
  return ['$defs', 'definitions'].every(
    (key) => canonicalJson(roots.before[key]) === canonicalJson(roots.after[key]),
  );
}

/** Whether a part, as JSON text, refers to anything but a definition: to the whole document, say. */
function needsDocument(part: string): boolean {
  return /"\$(?:ref|dynamicRef)":"(?!#\/(?:\$defs|definitions)\/)/.test(part);
}

/** The values that a schema allows, where it lists them; undefined where they are without end. */
export function valuesOf(schema: JsonObject): readonly Json[] | undefined {
  if (schema.const !== undefined) return [schema.const];
  if (Array.isArray(schema.enum)) return schema.enum;
  if (schema.type === 'boolean') return [true, false];
  return schema.type === 'null' ? [null] : undefined;
}

/** The types that a schema's own `type`, `enum` or `const` lets through; undefined for all of them. */
export function typesOf(schema: JsonObject): readonly TypeName[] | undefined {
  const named = [schema.type ?? []].flat();
  if (named.length > 0) return types.filter((type) => named.includes(type));
  return valuesOf(schema)?.map(typeOf);
}

/** Whether a value of this type can fit. */
export function mayBe(schema: JsonObject, type: TypeName): boolean {
  const known = typesOf(schema);
  return known === undefined || known.includes(type) || (type === 'number' && known.includes('integer'));
}

function typeOf(value: Json): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'object') return 'object';
  return typeof value === 'string' ? 'string' : 'boolean';
}

/** Whether each of a few values fits a part of `root`. False where the part can't stand without its document. */
export function allFit(values: readonly Json[], part: JsonObject, root: JsonObject): boolean {
  if (needsDocument(canonicalJson(part))) return false;
  const shared: JsonObject = {};
  for (const key of ['$schema', '$defs', 'definitions']) {
    const value = root[key];
    if (value !== undefined) shared[key] = value;
  }
  try {
    const check = compileSchema({ ...shared, ...part });
    return values.every((value) => check(value).length === 0);
  } catch {
    return false;
  }
}

/** Keywords that mean something only beside each other. */
const coupled = [
  ['properties', 'patternProperties', 'additionalProperties'],
  ['items', 'prefixItems', 'additionalItems'],
];

/** A schema that takes at least what both of these take: of coupled keywords, the second's alone are kept. */
export function both(first: JsonObject, second: Schema): Schema {
  if (second === false) return false;
  const kept: JsonObject = { ...first };
  const other = second === true ? {} : second;
  for (const group of coupled) {
    if (group.some((keyword) => other[keyword] !== undefined))
      for (const keyword of group) delete kept[keyword];
  }
  return { ...kept, ...other };
}

export function isNull(schema: Json | undefined): boolean {
  return isJsonObject(schema) && (schema.type === 'null' || schema.const === null);
}
