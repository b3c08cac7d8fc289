import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { variablePath } from './foreign-template.ts';

/** What `{{user.name}}` or `{{docs[0].text}}` is in a test: the value of that very name, or what stands there in one. */
export function valueAt(vars: JsonObject, path: string): Json | undefined {
  if (Object.hasOwn(vars, path)) return vars[path];
  let current: Json | undefined = vars;
  for (const step of path.match(/[^.[\]'"]+/g) ?? []) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = Array.isArray(current) ? current[Number(step)] : current[step];
  }
  return current;
}

const output = /\{\{-?\s*([^{}]*?)\s*-?\}\}/g;

/** Values that name each other many times grow without end. */
const longestFilled = 1_000_000;

/** A text with its placeholders filled in, as far as they name a value that can stand in a text. */
export function fillText(text: string, valueFor: (path: string) => Json | undefined): string {
  let room = longestFilled;
  return text.replace(output, (whole, inside: string) => {
    const value = variablePath.test(inside) ? valueFor(inside) : undefined;
    if (value === undefined || value === null || typeof value === 'object') return whole;
    room -= String(value).length;
    return room < 0 ? whole : String(value);
  });
}

/** Texts inside of a value are filled in one by one. */
export function fillValue(value: Json, vars: JsonObject): Json {
  if (typeof value === 'string') return fillText(value, (path) => valueAt(vars, path));
  if (Array.isArray(value)) return value.map((entry) => fillValue(entry, vars));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, fillValue(member, vars)]],
    ),
  );
}

/** Values name each other this deep. */
const deepest = 5;

/** promptfoo renders the values of a test too, by its other values. */
export function fillVars(vars: JsonObject): JsonObject {
  let filled = vars;
  for (let depth = 0; depth < deepest; depth++) {
    filled = Object.fromEntries(
      Object.entries(filled).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, fillValue(value, filled)]],
      ),
    );
  }
  return filled;
}

/** Templates that could not be filled in, each with the places where it stands. */
export class LeftTemplates {
  /** By template, where it stands first and in how many places. */
  readonly #places = new Map<string, { first: string; count: number }>();

  add(value: Json | undefined, place: string): void {
    const text = JSON.stringify(value ?? null);
    const templates = new Set(
      [...text.matchAll(/\{\{[^{}]*\}\}|\{%[^{}]*%\}/g)].map(([template]) => template),
    );
    for (const template of templates) {
      const known = this.#places.get(template);
      if (known) known.count++;
      else this.#places.set(template, { first: place, count: 1 });
    }
  }

  sentences(): string[] {
    return [...this.#places].map(([template, { first, count }]) => {
      const more = count === 1 ? '' : ` and in ${count - 1} more`;
      return `the template "${excerpt(template, 60)}" in ${first}${more}: it is not filled in, and stands as it is`;
    });
  }
}
