import type { Json } from '../../core/json.ts';
import { excerpt } from '../../core/text.ts';

/** Deeper than any answer that was meant; what walks a value by recursion stays far from the end of the stack. */
const deepest = 200;

export type Parsed = { ok: true; value: Json } | { ok: false; reason: string };

/**
 * JSON that is the whole text, with the white space around it that JSON allows. What `JSON.parse` refuses in an application is
 * refused here: a code fence or words around it, a byte order mark, a space that is none to JSON; and so are numbers beyond what JSON programs can hold (`1e999`) and values nested more than 200 levels deep.
 */
export function parseStrictJson(text: string): Parsed {
  if (text.trim() === '') return { ok: false, reason: 'the answer is empty' };
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return {
      ok: false,
      reason: `the answer is not valid JSON: ${describeFlaw(text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))}`,
    };
  }
  const flaw = findFlaw(value);
  return flaw === undefined
    ? { ok: true, value }
    : { ok: false, reason: `the answer is not valid JSON: ${flaw}` };
}

/** @param text without the white space that JSON allows around it */
function describeFlaw(text: string): string {
  if (text.startsWith('\uFEFF')) return 'it starts with a byte order mark';
  if (/^\s|\s$/.test(text)) return 'around it stands a space that is none to JSON';
  if (text.startsWith('```')) return 'it stands in a code fence';
  if (!/^[[{"]/.test(text)) return `it starts with "${excerpt(text, 40)}"`;
  return `it ends with "${excerpt(text.slice(-30), 40)}"`;
}

/** Walks without recursion: the depth is the model's to choose. */
function findFlaw(root: Json): string | undefined {
  const open: [Json, number][] = [[root, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value === 'number' && !Number.isFinite(value)) return 'it holds a number that is too large';
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= deepest) return `it is nested more than ${deepest} levels deep`;
    for (const member of Object.values(value)) open.push([member, depth + 1]);
  }
  return undefined;
}
