import type { Message, MessageTemplate, Variable } from '../core/prompt.ts';
import { suggestion } from '../core/suggest.ts';
import { imageEntryMistake, variableOfImage } from './image-entry.ts';
import { parseTemplate, variablesOf } from './template.ts';

/** Something wrong in the messages. `offset` counts from the start of the text at `path`. */
export interface MessageProblem {
  path: (string | number)[];
  offset?: number;
  message: string;
  hint?: string;
}

/** Checks placeholders against declared variables, in the order of the file. */
export function checkMessages(
  messages: readonly { index: number; template: MessageTemplate }[],
  declared: ReadonlyMap<string, Variable>,
): MessageProblem[] {
  return messages.flatMap(({ index, template }) => {
    if ('variable' in template)
      return checkConversation(template.variable, ['messages', index, 'variable'], declared);
    return [
      ...checkText(template.content, ['messages', index, 'content'], declared),
      ...checkImages(template, ['messages', index, 'images'], declared),
    ];
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
  const misplaced = parts.flatMap((part) => {
    if (!('variable' in part)) return [];
    const words = misplacedInText(part.variable, declared.get(part.variable)?.type);
    return words === undefined ? [] : [{ path, offset: part.offset, ...words }];
  });
  return [...mistakes.map((mistake) => ({ path, ...mistake })), ...misplaced];
}

function misplacedInText(name: string, type: Variable['type'] | undefined) {
  if (type === 'messages') {
    return {
      message: `{{${name}}} is a conversation (type messages), which can't stand inside a text`,
      hint: `Give it its own entry of messages: - {variable: ${name}}`,
    };
  }
  if (type === 'image') {
    return {
      message: `{{${name}}} is an image, which can't stand inside a text`,
      hint: `List it beside the message's content: images: ['{{${name}}}']`,
    };
  }
  return undefined;
}

function checkImages(
  { role, images = [] }: Message,
  path: (string | number)[],
  declared: ReadonlyMap<string, Variable>,
): MessageProblem[] {
  const misplaced =
    images.length > 0 && role !== 'user'
      ? [{ path, message: `only a user message has images, and this is one of role ${role}` }]
      : [];
  const ofEntries = images.flatMap((entry, index) => {
    const name = variableOfImage(entry);
    const mistake = name === undefined ? entryMistake(entry) : notAnImage(name, declared);
    return mistake === undefined ? [] : [{ path: [...path, index], ...mistake }];
  });
  return [...misplaced, ...ofEntries];
}

function entryMistake(entry: string): { message: string } | undefined {
  const message = imageEntryMistake(entry);
  return message === undefined ? undefined : { message };
}

function notAnImage(name: string, declared: ReadonlyMap<string, Variable>) {
  const type = declared.get(name)?.type;
  if (type === 'image') return undefined;
  if (type !== undefined)
    return { message: `"${name}" is a variable of type ${type}; only one of type image is an image` };
  const images = [...declared].flatMap(([other, variable]) => (variable.type === 'image' ? [other] : []));
  const hint = suggestion(name, images) ?? `Declare it: x-prompteval: {variables: {${name}: {type: image}}}`;
  return { message: `"${name}" is not declared as a variable of type image`, hint };
}

/** The variables that any message takes. */
export function usedVariables(messages: readonly MessageTemplate[]): string[] {
  const names = messages.flatMap((template) =>
    'variable' in template
      ? [template.variable]
      : [...variablesOf(parseTemplate(template.content)), ...imageVariablesOf(template)],
  );
  return [...new Set(names)];
}

function imageVariablesOf({ images = [] }: Message): string[] {
  return images.map(variableOfImage).filter((name) => name !== undefined);
}
