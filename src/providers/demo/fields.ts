import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { OutputSchema } from '../../core/prompt.ts';
import { listsOf } from './lists.ts';
import type { Briefing } from './reading.ts';

/** One thing to decide. */
export interface Field {
  /** Empty where the whole answer is one bare label. */
  name: string;
  /** What may be answered; empty where the schema leaves the value open. */
  labels: Json[];
  /** The answer where nothing at all is known and there are no labels. */
  fallback: Json;
}

/** A label as a prompt spells it: a schema's true is a prompt's `true`. */
export function spell(label: Json): string {
  return typeof label === 'string' ? label : JSON.stringify(label);
}

export function sameLabel(a: Json, b: Json): boolean {
  return spell(a) === spell(b);
}

/** What must be answered: by the schema, else by the examples' answers, else by the lists in the instructions. */
export function readFields(schema: OutputSchema | null, briefing: Briefing): Field[] {
  const bySchema = schema === null ? [] : fieldsOfSchema(schema.schema);
  if (bySchema.length > 0) return bySchema;
  const byLists = listsOf(briefing.instructions).map(({ name, labels }) => ({
    name,
    labels: distinct(labels),
    fallback: '',
  }));
  const byExamples = fieldsOfExamples(briefing);
  if (byExamples.length === 0) return byLists;
  return byExamples.map((field) => {
    const listed = byLists.find(
      (list) => list.name === field.name || byLists.length + byExamples.length === 2,
    );
    return { ...field, labels: distinct([...field.labels, ...(listed?.labels ?? [])]) };
  });
}

function fieldsOfSchema(schema: JsonObject): Field[] {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([name, property]) =>
    isJsonObject(property) ? [{ name, labels: labelsOf(property), fallback: fallbackOf(property) }] : [],
  );
}

function labelsOf(property: JsonObject): Json[] {
  if (Array.isArray(property.enum)) return property.enum;
  if (property.const !== undefined) return [property.const];
  return property.type === 'boolean' ? [true, false] : [];
}

function fallbackOf(property: JsonObject): Json {
  const type = Array.isArray(property.type) ? property.type[0] : property.type;
  if (type === 'number' || type === 'integer') return property.minimum ?? 0;
  if (type === 'array') return [];
  if (type === 'object') return {};
  return type === 'null' ? null : '';
}

function fieldsOfExamples(briefing: Briefing): Field[] {
  const labels = new Map<string, Json[]>();
  for (const { answer } of briefing.examples) {
    for (const [name, value] of Object.entries(answer))
      labels.set(name, [...(labels.get(name) ?? []), value]);
  }
  return [...labels].map(([name, values]) => ({ name, labels: distinct(values), fallback: '' }));
}

function distinct(labels: readonly Json[]): Json[] {
  return labels.filter((label, index) => labels.findIndex((other) => sameLabel(other, label)) === index);
}
