import { isJsonObject, type Json } from '../../core/json.ts';
import { type Extraction, extractText } from './extract.ts';
import { type JsonPath, readJsonPath } from './json-path.ts';
import { textOf } from './normalize.ts';
import { parseStrictJson } from './strict-json.ts';

/** What an evaluator compares: a part of the answer, and whether it came out of JSON. */
export type Reading =
  | { found: true; value: Json; source: 'text' | 'json' }
  | { found: false; reason: string };

/** `path`, then `extract`. Both are optional; without them an answer is read as it stands. */
export interface ReadingSteps {
  /** As the user wrote it, for reasons. */
  path?: { text: string; steps: JsonPath } | undefined;
  extract?: Extraction | undefined;
}

/** Reads an answer. What can't be read is a reading with a reason, never an error. */
export function readAnswer(text: string, { path, extract }: ReadingSteps): Reading {
  const whole: Reading = { found: true, value: text, source: 'text' };
  const part = path === undefined ? whole : readPart(text, path);
  if (!part.found || extract === undefined) return part;
  const extracted = extractText(textOf(part.value), extract);
  if (extracted === undefined)
    return { found: false, reason: 'nothing could be read from the answer: extract found no text' };
  return { found: true, value: extracted, source: 'text' };
}

function readPart(text: string, path: { text: string; steps: JsonPath }): Reading {
  const parsed = parseStrictJson(text);
  if (!parsed.ok) return { found: false, reason: parsed.reason };
  const value = readJsonPath(parsed.value, path.steps);
  if (value === undefined) return { found: false, reason: `the answer has no value at "${path.text}"` };
  return { found: true, value, source: 'json' };
}

/**
 * Reads what a case expects. `path` reads from an object or list, also from one that is written as text (as CSV
 * does); any other `expected` is the value itself. null counts as no `expected`.
 */
export function readExpected(expected: Json | undefined, { path }: Pick<ReadingSteps, 'path'>): Reading {
  if (expected === undefined || expected === null)
    return { found: false, reason: 'the case has no expected value' };
  const structured = path === undefined ? undefined : structureOf(expected);
  if (path === undefined || structured === undefined) return { found: true, value: expected, source: 'text' };
  const value = readJsonPath(structured, path.steps);
  if (value === undefined)
    return { found: false, reason: `the case's expected value has nothing at "${path.text}"` };
  return { found: true, value, source: 'json' };
}

function structureOf(expected: Json): Json | undefined {
  if (typeof expected !== 'string') return isStructure(expected) ? expected : undefined;
  const parsed = parseStrictJson(expected);
  return parsed.ok && isStructure(parsed.value) ? parsed.value : undefined;
}

function isStructure(value: Json): boolean {
  return Array.isArray(value) || isJsonObject(value);
}
