import { isJsonObject, type Json } from '../core/json.ts';
import type { MessageTemplate, Role, Variable } from '../core/prompt.ts';
import { suggestion } from '../core/suggest.ts';
import { parseTemplate, variablesOf } from './template.ts';

/** Something wrong in the messages. `offset` counts from the start of the text at `path`. */
export interface MessageProblem {
  path: (string | number)[];
  offset?: number;
  message: string;
  hint?: string;
}

/** The messages that are well formed; the rest is left to the schema. */
export function readMessages(source: Json | undefined): { index: number; template: MessageTemplate }[] {
  if (!Array.isArray(source)) return [];
  return source.flatMap((entry, index) => {
    const template = isJsonObject(entry) ? readMessage(entry) : undefined;
    return template === undefined ? [] : [{ index, template }];
  });
}

const roles: readonly Role[] = ['system', 'user', 'assistant', 'tool'];

function readMessage(entry: { [key: string]: Json }): MessageTemplate | undefined {
  if (typeof entry.variable === 'string') return { variable: entry.variable };
  const role = roles.find((known) => known === entry.role);
  return role !== undefined && typeof entry.content === 'string'
    ? { role, content: entry.content }
    : undefined;
}

/** Checks placeholders against declared variables, in the order of the file. */
export function checkMessages(
  messages: readonly { index: number; template: MessageTemplate }[],
  declared: ReadonlyMap<string, Variable>,
): MessageProblem[] {
  return messages.flatMap(({ index, template }) => {
    if ('variable' in template)
      return checkConversation(template.variable, ['messages', index, 'variable'], declared);
    return checkText(template.content, ['messages', index, 'content'], declared);
  });
}

function checkConversation(
  name: string,
  path: (string | number)[],
  declared: ReadonlyMap<string, Variable>,
): MessageProblem[] {
  const variable = declared.get(name);
  if (variable?.type === 'messages') return [];
  if (variable !== undefined) {
    const message = `"${name}" is a variable of type ${variable.type}; only type messages stands as an entry of its own`;
    return [{ path, message, hint: `Write it into a text: {{${name}}}` }];
  }
  const conversations = [...declared].flatMap(([other, { type }]) => (type === 'messages' ? [other] : []));
  const hint =
    suggestion(name, conversations) ?? `Declare it: x-prompteval: {variables: {${name}: {type: messages}}}`;
  return [{ path, message: `"${name}" is not declared as a variable of type messages`, hint }];
}

function checkText(
  text: string,
  path: (string | number)[],
  declared: ReadonlyMap<string, Variable>,
): MessageProblem[] {
  const { parts, mistakes } = parseTemplate(text);
  const conversations = parts.flatMap((part) =>
    'variable' in part && declared.get(part.variable)?.type === 'messages'
      ? [
          {
            path,
            offset: part.offset,
            message: `{{${part.variable}}} is a conversation (type messages), which can't stand inside a text`,
            hint: `Give it its own entry of messages: - {variable: ${part.variable}}`,
          },
        ]
      : [],
  );
  return [...mistakes.map((mistake) => ({ path, ...mistake })), ...conversations];
}

/** The variables that any message takes. */
export function usedVariables(messages: readonly MessageTemplate[]): string[] {
  const names = messages.flatMap((template) =>
    'variable' in template ? [template.variable] : variablesOf(parseTemplate(template.content)),
  );
  return [...new Set(names)];
}
