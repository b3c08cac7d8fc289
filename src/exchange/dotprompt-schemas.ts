import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { variableNameOf } from './imported.ts';
import { readPicoschema } from './picoschema.ts';

/** What the variables are, by their names here. */
export function declaredVariables(input: JsonObject, lost: string[]): Map<string, JsonObject> {
  const defaults = isJsonObject(input.default) ? input.default : {};
  const { schema, lost: unknown } = readPicoschema(input.schema ?? {});
  lost.push(...unknown);
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const names = new Set([...Object.keys(properties), ...Object.keys(defaults)]);
  return new Map(
    [...names].map((name) => {
      const property = properties[name];
      const { type: types, description } = isJsonObject(property) ? property : {};
      const [type, ...others] = [types ?? []].flat().filter((one) => one !== 'null');
      const own =
        typeof type === 'string' && others.length === 0
          ? (typeNames[type] ?? 'json')
          : isJsonObject(property) && property.enum
            ? 'string'
            : 'json';
      const rules = isJsonObject(property) ? Object.keys(property).filter((key) => !kept.includes(key)) : [];
      if (rules.length > 0) lost.push(`input ${name}: its ${rules.join(', ')}`);
      const isOptional = Object.hasOwn(defaults, name) || !required.includes(name);
      const described = typeof description === 'string' ? { description } : {};
      const optional = isOptional ? optionalOf(own, defaults[name]) : { type: own };
      if (optional.type !== own)
        lost.push(`input ${name}: it may be missing, and is empty then, which only a text can be`);
      return [variableNameOf(name), { ...optional, ...described }];
    }),
  );
}

const typeNames: Record<string, string> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};

/** What is kept of a variable's schema; what an object or a list holds is JSON. */
const kept = ['type', 'description', 'additionalProperties'];

/** Where there is no value, nothing is filled in: an empty text, which only a text can be. */
function optionalOf(type: string, given: Json | undefined): JsonObject {
  if (given !== undefined) return { type, required: false, default: given };
  return { type: 'string', required: false, default: '' };
}

/** `responseFormat` and `jsonSchema` of a prompt file. */
export function outputOf(output: JsonObject, name: string, lost: string[]): JsonObject {
  const { format, schema } = output;
  for (const key of Object.keys(output).filter((other) => other !== 'format' && other !== 'schema'))
    lost.push(`output.${key}: no counterpart`);
  if (schema !== undefined && (typeof schema !== 'string' || format === 'json')) {
    const read = readPicoschema(schema);
    lost.push(...read.lost);
    if (Object.keys(read.schema).length === 0) return { responseFormat: 'json_object' };
    return { responseFormat: 'json_schema', jsonSchema: { name: name.slice(0, 64), schema: read.schema } };
  }
  if (schema !== undefined) lost.push(`output.schema ${JSON.stringify(schema)}`);
  if (format === 'json') return { responseFormat: 'json_object' };
  if (format !== undefined && format !== 'text') lost.push(`output.format ${JSON.stringify(format)}`);
  return {};
}
