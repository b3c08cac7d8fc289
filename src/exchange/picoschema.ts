import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';

/** A schema as dotprompt writes it, as JSON Schema. */
export interface PicoSchema {
  schema: JsonObject;
  lost: string[];
}

const scalars = ['string', 'number', 'integer', 'boolean', 'null'];

/**
 * Reads Picoschema (google.github.io/dotprompt/reference/picoschema): `name?: type, description`, `list(array): string`,
 * `kind(enum): [A, B]`, `(*): string`. What may be missing may be null there too. A whole that is JSON Schema stays as it is; inside of
 * Picoschema `type` is a field like any other.
 */
export function readPicoschema(source: Json): PicoSchema {
  const lost: string[] = [];
  if (!isJsonObject(source)) return { schema: schemaOf(source, lost), lost };
  const { type } = source;
  if (typeof type === 'string' && [...scalars, 'object', 'array'].includes(type))
    return { schema: source, lost };
  if (isJsonObject(source.properties)) return { schema: { ...source, type: 'object' }, lost };
  return { schema: schemaOf(source, lost), lost };
}

function schemaOf(source: Json, lost: string[]): JsonObject {
  if (typeof source === 'string') return scalar(source, lost);
  if (!isJsonObject(source)) return {};
  const properties: JsonObject = {};
  const required: string[] = [];
  let others: JsonObject | false = false;
  for (const [key, value] of Object.entries(source)) {
    const [, name = key, optional, kind, description] =
      /^([^?(]*)(\?)?\s*(?:\(\s*([^,)]+?)\s*(?:,\s*([\s\S]*?)\s*)?\))?$/.exec(key.trim()) ?? [];
    if (name.trim() === '' && kind === '*') {
      others = schemaOf(value ?? {}, lost);
      continue;
    }
    const described = description === undefined ? {} : { description };
    const read = member(kind, value ?? null, lost);
    properties[name.trim()] = { ...(optional === undefined ? read : orNull(read)), ...described };
    if (optional === undefined) required.push(name.trim());
  }
  return { type: 'object', properties, required, additionalProperties: others };
}

function member(kind: string | undefined, value: Json, lost: string[]): JsonObject {
  if (kind === 'array') return { type: 'array', items: schemaOf(value, lost) };
  if (kind === 'enum') return { enum: Array.isArray(value) ? value : [value] };
  return schemaOf(value, lost);
}

function orNull({ ...schema }: JsonObject): JsonObject {
  if (typeof schema.type === 'string' && schema.type !== 'null') schema.type = [schema.type, 'null'];
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  return schema;
}

function scalar(source: string, lost: string[]): JsonObject {
  const [, type = '', description] = /^\s*([^,]*?)\s*(?:,\s*([\s\S]*))?$/.exec(source) ?? [];
  const described = description === undefined || description === '' ? {} : { description };
  if (type === 'any') return described;
  if (scalars.includes(type)) return { type, ...described };
  lost.push(`the schema "${type}", which is defined in code`);
  return described;
}
