import { isJsonObject, type Json } from '../core/json.ts';
import type { Message, Variable } from '../core/prompt.ts';
import { suggestion } from '../core/suggest.ts';

const turnRoles = ['user', 'assistant', 'tool'] as const;

/**
 * What is wrong with a value for a variable of this type, or undefined. Texts are taken for numbers and booleans
 * too, since CSV has nothing else.
 */
export function typeMistake(value: Json, type: Variable['type']): string | undefined {
  if (value === null) return type === 'json' ? undefined : 'is null';
  if (type === 'number' && !isNumeric(value)) return 'is no number';
  if (type === 'boolean' && !['true', 'false'].includes(String(value))) return 'is neither true nor false';
  if (type === 'messages') return turnsMistake(value);
  return undefined;
}

function isNumeric(value: Json): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

/** Says why a value is no list of turns. A system turn is the point of it: only the prompt's author may give orders. */
function turnsMistake(value: Json): string | undefined {
  if (!Array.isArray(value)) return 'is no list of turns; in CSV, a column of turns is called "name:json"';
  for (const [index, turn] of value.entries()) {
    const mistake = turnMistake(turn);
    if (mistake !== undefined) return `has a turn [${index}] that ${mistake}`;
  }
  return undefined;
}

function turnMistake(turn: Json): string | undefined {
  if (!isJsonObject(turn)) return 'is no object';
  if (turn.role === 'system')
    return 'has the role "system"; a value may hold user, assistant and tool turns only';
  if (roleOf(turn.role) === undefined) {
    const hint = suggestion(String(turn.role), turnRoles);
    return `has no known role${hint === undefined ? '' : ` (${hint})`}`;
  }
  if (typeof turn.content !== 'string') return 'has no text as its content';
  const extra = Object.keys(turn).find((key) => key !== 'role' && key !== 'content');
  return extra === undefined ? undefined : `has the unknown key "${extra}"`;
}

/** The turns of a value that `typeMistake` found nothing wrong with. */
export function turnsOf(value: Json): Message[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((turn) => {
    const role = isJsonObject(turn) ? roleOf(turn.role) : undefined;
    return isJsonObject(turn) && role !== undefined && typeof turn.content === 'string'
      ? [{ role, content: turn.content }]
      : [];
  });
}

function roleOf(role: Json | undefined): (typeof turnRoles)[number] | undefined {
  return turnRoles.find((known) => known === role);
}

/** A value as it stands in a message: texts as they are, everything else as JSON writes it. */
export function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Length in characters (code points); of a conversation, all its turns together. */
export function valueLength(value: Json, type: Variable['type']): number {
  const texts = type === 'messages' ? turnsOf(value).map((turn) => turn.content) : [valueText(value)];
  return texts.reduce((sum, text) => sum + codePoints(text), 0);
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
