import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';

/** A schema as dotprompt writes it, as JSON Schema. */
export interface PicoSchema {
  schema: JsonObject;
  lost: string[];
}

const scalars = ['string', 'number', 'integer', 'boolean', 'null'];

/**
 * Reads Picoschema (google.github.io/dotprompt/reference/picoschema): `name?: type, description`, `list(array): string`,
 * `kind(enum): [A, B]`, `(*): string`. What is JSON Schema already stays as it is.
 */
export function readPicoschema(source: Json): PicoSchema {
  const lost: string[] = [];
  return { schema: schemaOf(source, lost), lost };
}

function schemaOf(source: Json, lost: string[]): JsonObject {
  if (typeof source === 'string') return scalar(source, lost);
  if (!isJsonObject(source)) return {};
  if (typeof source.type === 'string' && [...scalars, 'object', 'array'].includes(source.type)) return source;
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
    properties[name.trim()] = { ...member(kind, value ?? null, lost), ...described };
    if (optional === undefined) required.push(name.trim());
  }
  return { type: 'object', properties, required, additionalProperties: others };
}

function member(kind: string | undefined, value: Json, lost: string[]): JsonObject {
  if (kind === 'array') return { type: 'array', items: schemaOf(value, lost) };
  if (kind === 'enum') return { enum: Array.isArray(value) ? value : [value] };
  return schemaOf(value, lost);
}

function scalar(source: string, lost: string[]): JsonObject {
  const [, type = '', description] = /^\s*([^,]*?)\s*(?:,\s*([\s\S]*))?$/.exec(source) ?? [];
  const described = description === undefined || description === '' ? {} : { description };
  if (type === 'any') return described;
  if (scalars.includes(type)) return { type, ...described };
  lost.push(`the schema "${type}", which is defined in code`);
  return described;
}
