import { isJsonObject } from '../core/json.ts';

/** What a server in Python (FastAPI with pydantic: vLLM, Mistral, many gateways) finds wrong with a request. */
export interface ValidationDetails {
  /** Such as `seed: Extra inputs are not permitted`. */
  says: string;
  /** Members at the top of the request that it does not know. */
  unknown: string[];
}

const notPermitted = /^extra (?:inputs|fields)(?: are)? not permitted/i;

/** @returns undefined for what is no list of `{loc, msg}`. */
export function readValidation(detail: unknown): ValidationDetails | undefined {
  if (!Array.isArray(detail) || detail.length === 0) return undefined;
  const sentences: string[] = [];
  const unknown: string[] = [];
  for (const entry of detail) {
    if (!isJsonObject(entry) || typeof entry.msg !== 'string') return undefined;
    const path = Array.isArray(entry.loc) ? entry.loc.map(String) : [];
    sentences.push([path.filter((part) => part !== 'body').join('.'), entry.msg].filter(Boolean).join(': '));
    if (notPermitted.test(entry.msg)) unknown.push(...topOf(path));
  }
  return { says: sentences.join('; '), unknown };
}

const asPython =
  /['"]loc['"]: ?[([]([^)\]]*)[)\]], ?['"]msg['"]: ?['"]extra (?:inputs|fields)(?: are)? not permitted/gi;
const asText = /^([\w.]+)\n\s+extra (?:inputs|fields)(?: are)? not permitted/gim;

/** The same members where the list stands in a sentence, as Python or pydantic writes it. */
export function unknownInSentence(says: string): string[] {
  const quoted = [...says.matchAll(asPython)].map(([, loc = '']) => loc.split(',').map(unquoted));
  const listed = [...says.matchAll(asText)].map(([, path = '']) => path.split('.'));
  return [...quoted, ...listed].flatMap(topOf);
}

/** The member of the request that a path leads to. `body` and the names of classes, which unions add, are none. */
function topOf(path: readonly string[]): string[] {
  return path.filter((part) => part !== 'body' && !/^[A-Z]/.test(part)).slice(0, 1);
}

function unquoted(part: string): string {
  return part.trim().replace(/^['"]|['"]$/g, '');
}
