import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { Message, Variable } from '../core/prompt.ts';
import { suggestion } from '../core/suggest.ts';
import { imageMistake } from './image-entry.ts';
import { readToolCalls } from './read-messages.ts';

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
  if (type === 'image')
    return typeof value === 'string' ? imageMistake(value) : 'is no path or URL of an image';
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
  return (
    callMistake(turn) ??
    contentMistake(turn) ??
    unknownKey(turn, ['role', 'content', 'toolCalls', 'toolCallId'])
  );
}

/** A turn that calls tools may say nothing besides; vendors write null then. */
function contentMistake({ content = null, toolCalls }: JsonObject): string | undefined {
  if (typeof content === 'string' || (content === null && toolCalls !== undefined)) return undefined;
  return 'has no text as its content';
}

function callMistake({ role, toolCalls, toolCallId }: JsonObject): string | undefined {
  if (toolCalls !== undefined && role !== 'assistant')
    return `has toolCalls, which only an assistant turn has`;
  if (role === 'tool' && (typeof toolCallId !== 'string' || toolCallId === ''))
    return 'has no toolCallId, the id of the call that it answers';
  if (toolCallId !== undefined && role !== 'tool') return 'has a toolCallId, which only a tool turn has';
  return toolCalls === undefined ? undefined : callsMistake(toolCalls);
}

function callsMistake(calls: Json): string | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return 'has toolCalls that are no list of calls';
  for (const [index, call] of calls.entries()) {
    const mistake = !isJsonObject(call)
      ? 'is no object'
      : (nameMistake(call) ?? unknownKey(call, ['id', 'name', 'arguments']));
    if (mistake !== undefined) return `has a call [${index}] that ${mistake}`;
  }
  return undefined;
}

function nameMistake(call: JsonObject): string | undefined {
  const lacking = ['id', 'name'].find((key) => typeof call[key] !== 'string' || call[key] === '');
  if (lacking !== undefined) return `has no ${lacking}`;
  return isJsonObject(call.arguments) ? undefined : 'has no object as its arguments';
}

function unknownKey(fields: JsonObject, known: readonly string[]): string | undefined {
  const extra = Object.keys(fields).find((key) => !known.includes(key));
  return extra === undefined ? undefined : `has the unknown key "${extra}"`;
}

/** The turns of a value that `typeMistake` found nothing wrong with. */
export function turnsOf(value: Json): Message[] {
  return Array.isArray(value) ? value.flatMap(turnOf) : [];
}

function turnOf(turn: Json): Message[] {
  const role = isJsonObject(turn) ? roleOf(turn.role) : undefined;
  if (!isJsonObject(turn) || role === undefined) return [];
  const message: Message = { role, content: typeof turn.content === 'string' ? turn.content : '' };
  const calls = readToolCalls(turn.toolCalls ?? []);
  if (calls !== undefined && calls.length > 0) message.toolCalls = calls;
  if (typeof turn.toolCallId === 'string') message.toolCallId = turn.toolCallId;
  return [message];
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
