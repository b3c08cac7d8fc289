import type { Json, JsonObject } from '../core/json.ts';
import type { EvaluatorCode } from '../starter/github-tests.ts';

/** A prompt of another format, in the shape of a `.prompt.yml`; `variant` names those beside the first. */
export interface ImportedPrompt {
  variant: string | null;
  source: JsonObject;
}

/** What a file of another format comes to here. */
export interface Imported {
  /** What the prompt may be called: letters, digits and `-`. */
  name: string;
  prompts: ImportedPrompt[];
  /** Rows of a dataset. */
  rows: JsonObject[];
  evaluators: EvaluatorCode[];
  /** Further gates, as a config writes them. */
  gates: string[];
  /** What has no counterpart here, or not quite, each in a sentence. */
  lost: string[];
}

/** Reads files that a file names, relative to it. */
export interface ReferencedFiles {
  /** The text; a sentence that says why there is none. */
  read(path: string): Promise<{ text: string } | { problem: string }>;
  /** The files that a path with `*` in its last part names, in order. */
  list(pattern: string): Promise<string[]>;
}

/** Fields of a dataset that are no variables. */
const reserved = ['id', 'expected', 'tags', 'critical', 'split', 'notes', 'checks'];

/** A name of another format as a variable may be called here. */
export function variableNameOf(name: string): string {
  const plain = name.trim().replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '_');
  const begun = /^[\p{L}_]/u.test(plain) ? plain : `_${plain}`;
  return reserved.includes(begun) || begun === '__proto__' ? `${begun}_value` : begun;
}

/** A title as the name of a prompt: at most 60 characters that a path and a ref can hold. */
export function promptNameOf(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'imported' : name;
}

/** What a variable's values say of its type. */
export function variableTypeOf(values: readonly Json[]): 'string' | 'number' | 'boolean' | 'json' {
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.has('object')) return 'json';
  const [kind] = kinds;
  if (kinds.size > 1 || kind === undefined) return 'string';
  return kind === 'number' || kind === 'boolean' ? kind : 'string';
}
