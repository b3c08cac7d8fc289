import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { Message, MessageTemplate, Role, ToolCall } from '../core/prompt.ts';

/** The messages that are well formed; the rest is left to the schema. */
export function readMessages(source: Json | undefined): { index: number; template: MessageTemplate }[] {
  if (!Array.isArray(source)) return [];
  return source.flatMap((entry, index) => {
    const template = isJsonObject(entry) ? readTemplate(entry) : undefined;
    return template === undefined ? [] : [{ index, template }];
  });
}

const roles: readonly Role[] = ['system', 'user', 'assistant', 'tool'];

function readTemplate(entry: JsonObject): MessageTemplate | undefined {
  if (typeof entry.variable === 'string') return { variable: entry.variable };
  const { content = '', images = [], toolCalls = [], toolCallId } = entry;
  const role = roles.find((known) => known === entry.role);
  const calls = readToolCalls(toolCalls);
  const isWhole = typeof content === 'string' && isTexts(images) && calls !== undefined;
  if (role === undefined || !isWhole) return undefined;
  const message: Message = { role, content };
  if (images.length > 0) message.images = images;
  if (calls.length > 0) message.toolCalls = calls;
  if (typeof toolCallId === 'string') message.toolCallId = toolCallId;
  if (entry.cache === true) message.cache = true;
  return message;
}

function isTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}

/** The calls of an assistant's turn; undefined where one of them is malformed. */
export function readToolCalls(value: Json): ToolCall[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const calls = value.flatMap((call) => {
    if (!isJsonObject(call) || !isJsonObject(call.arguments)) return [];
    const { id, name } = call;
    return typeof id === 'string' && typeof name === 'string'
      ? [{ id, name, arguments: call.arguments }]
      : [];
  });
  return calls.length === value.length ? calls : undefined;
}
