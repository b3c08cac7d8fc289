import { parseExactly } from '../core/exact-json.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { OutputSchema } from '../core/prompt.ts';
import { compileSchema, type SchemaProblem } from '../schema/compile-schema.ts';
import { formatPath } from '../schema/field-path.ts';
import { schemaMistakes } from './schema-mistakes.ts';

/** Compiled when the first prompt with a schema is read: a compiler costs more than most commands. */
const wrapperSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'schema'],
  properties: {
    name: {
      title: 'a name of at most 64 letters, digits, - and _',
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{1,64}$',
    },
    schema: { type: 'object' },
    strict: { type: 'boolean' },
  },
};

/** The words of a problem, and where inside `jsonSchema` it stands. */
export interface OutputSchemaProblem extends Omit<SchemaProblem, 'field'> {
  /** Where in its text, if that is known. */
  offset?: number;
}

/** Reads `jsonSchema`, which is JSON text as GitHub writes it, or the same as YAML. */
export function readOutputSchema(source: Json): { schema?: OutputSchema; problems: OutputSchemaProblem[] } {
  const parsed = typeof source === 'string' ? parseJson(source) : { value: source, problems: [] };
  if (parsed.value === undefined || parsed.problems.length > 0) return { problems: parsed.problems };
  const value = parsed.value;
  if (isJsonObject(value) && value.schema === undefined && isBareSchema(value)) {
    return {
      problems: [
        { path: [], message: 'is a bare schema', hint: 'Wrap it: {"name": "answer", "schema": {…}}' },
      ],
    };
  }
  const problems = compileSchema(wrapperSchema)(value);
  if (problems.length > 0 || !isJsonObject(value)) return { problems };
  const schema = asOutputSchema(value);
  return schema === undefined
    ? { problems }
    : { schema, problems: schemaMistakes(schema.schema).map((words) => ({ path: ['schema'], ...words })) };
}

function parseJson(text: string): { value?: Json; problems: OutputSchemaProblem[] } {
  try {
    const { value, flaws } = parseExactly(text);
    const problems = flaws.map(({ field: _, position, ...words }) => ({
      path: [],
      offset: position,
      ...words,
    }));
    return { value, problems };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problems: [{ path: [], message: `is no valid JSON: ${reason}` }] };
  }
}

function isBareSchema(value: JsonObject): boolean {
  return value.type !== undefined || value.properties !== undefined || value.$ref !== undefined;
}

function asOutputSchema(value: JsonObject): OutputSchema | undefined {
  const { name, schema, strict } = value;
  if (typeof name !== 'string' || !isJsonObject(schema)) return undefined;
  return { name, schema, ...(typeof strict === 'boolean' ? { strict } : {}) };
}

/** A field inside the JSON text, for people: `jsonSchema.schema`. */
export function outputSchemaField(problem: OutputSchemaProblem): string {
  return formatPath(['jsonSchema', ...problem.path]);
}
