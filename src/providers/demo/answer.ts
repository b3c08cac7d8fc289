import type { JsonObject } from '../../core/json.ts';
import { spell } from './fields.ts';

const refusedJson =
  /\b(?:no|not|never|without|avoid|don't|instead of)\s+(?:(?!but\b|except\b)\w+\s+){0,2}json\b/gi;

/** True where the author's words ask for JSON. A schema beside the messages doesn't ask; the model can't see it. */
export function asksForJson(instructions: string): boolean {
  return /\bjson\b/i.test(instructions.replace(refusedJson, ''));
}

/** The decided values as JSON, or as a line for people: `category: billing, urgency: low`. */
export function writeAnswer(values: JsonObject, asJson: boolean): string {
  const entries = Object.entries(values);
  if (entries.length === 0) return 'I found no labels in the prompt to choose from.';
  if (asJson)
    return JSON.stringify(Object.fromEntries(entries.map(([name, value]) => [name || 'label', value])));
  return entries.map(([name, value]) => (name === '' ? spell(value) : `${name}: ${spell(value)}`)).join(', ');
}
