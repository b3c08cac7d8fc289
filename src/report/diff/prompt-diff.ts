import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { MessageTemplate, PromptFile } from '../../core/prompt.ts';
import { attachmentLines, roleText } from '../attachment-lines.ts';
import { type FieldChange, jsonChanges } from './json-changes.ts';
import { type ComparedMessage, inPlace, type MessagePair, pairMessages } from './message-pairs.ts';
import { diffText, type TextPart } from './text-diff.ts';

/** A message on one or both sides. Positions count from 1; null where it does not stand on that side. */
export interface MessageChange {
  before: number | null;
  after: number | null;
  /** `conversation` for a variable that holds one. */
  role: string;
  /** Where it was another. */
  roleBefore?: string;
  /** It stands elsewhere among the messages that both sides have. */
  moved: boolean;
  /** The text, whole: joined without `added` it is the first, without `removed` the second. */
  parts: TextPart[];
}

/** Everything that two versions of a prompt differ in; every report of it is made from this. */
export interface PromptDiff {
  /** All messages, also those that are the same, in the order of the second side. */
  messages: MessageChange[];
  /** Model, parameters, response format and how tools are chosen. */
  settings: FieldChange[];
  /** By the tool's name. */
  tools: FieldChange[];
  /** By path inside `jsonSchema`. */
  schema: FieldChange[];
  variables: FieldChange[];
  /** What the prompt may never do, and what needs approval. */
  authority: FieldChange[];
  /** What no model sees: description, owner, risk, changelog and so on. */
  about: FieldChange[];
}

export function promptDiff(before: PromptFile, after: PromptFile): PromptDiff {
  const [one, other] = [partsOf(before), partsOf(after)];
  return {
    messages: messageChanges(before.messages ?? [], after.messages ?? []),
    settings: jsonChanges(one.settings, other.settings),
    tools: jsonChanges(one.tools, other.tools),
    schema: jsonChanges(one.schema, other.schema).map(({ field, ...sides }) => ({
      field: field || 'jsonSchema',
      ...sides,
    })),
    variables: jsonChanges(one.variables, other.variables),
    authority: jsonChanges(one.authority, other.authority),
    about: jsonChanges(one.about, other.about),
  };
}

/** Whether a message was added, removed, moved or edited, or changed its role. */
export function isChanged({ before, after, moved, roleBefore, parts }: MessageChange): boolean {
  return (
    before === null ||
    after === null ||
    moved ||
    roleBefore !== undefined ||
    parts.some((part) => part.kind !== 'same')
  );
}

/** Whether nothing differs at all. */
export function isEmptyDiff(diff: PromptDiff): boolean {
  const fields = [diff.settings, diff.tools, diff.schema, diff.variables, diff.authority, diff.about].flat();
  return fields.length === 0 && !diff.messages.some(isChanged);
}

function messageChanges(
  before: readonly MessageTemplate[],
  after: readonly MessageTemplate[],
): MessageChange[] {
  const [one, other] = [before.map(compared), after.map(compared)];
  const pairs = pairMessages(one, other);
  const kept = inPlace(pairs);
  return pairs.map((pair) => messageChange(pair, one, other, kept));
}

function messageChange(
  pair: MessagePair,
  before: readonly ComparedMessage[],
  after: readonly ComparedMessage[],
  kept: ReadonlySet<number>,
): MessageChange {
  const was = pair.before === null ? undefined : before[pair.before];
  const is = pair.after === null ? undefined : after[pair.after];
  const role = is?.role ?? was?.role ?? '';
  return {
    before: pair.before === null ? null : pair.before + 1,
    after: pair.after === null ? null : pair.after + 1,
    role,
    ...(was && was.role !== role && { roleBefore: was.role }),
    moved: pair.before !== null && pair.after !== null && !kept.has(pair.before),
    parts: diffText(was?.text ?? '', is?.text ?? ''),
  };
}

function compared(message: MessageTemplate): ComparedMessage {
  if ('variable' in message) return { role: 'conversation', text: message.variable };
  const lines = attachmentLines(message).join('\n');
  const text = [message.content, lines].filter((part) => part !== '').join('\n');
  return { role: roleText(message), text };
}

interface Parts {
  settings: JsonObject;
  tools: JsonObject;
  schema: Json | undefined;
  variables: Json;
  authority: Json;
  about: JsonObject;
}

/** Runs of older versions are compared too, so nothing is taken for granted. A missing response format is `text`. */
function partsOf(prompt: PromptFile): Parts {
  const plain: unknown = JSON.parse(JSON.stringify(prompt));
  const {
    name: _name,
    messages: _messages,
    model = null,
    modelParameters = {},
    responseFormat = 'text',
    jsonSchema,
    'x-prompteval': extension,
    ...about
  }: JsonObject = isJsonObject(plain) ? plain : {};
  const {
    variables = {},
    authority = {},
    tools = [],
    toolChoice = 'auto',
    dropUnsupported = [],
    ...rest
  }: JsonObject = isJsonObject(extension) ? extension : {};
  return {
    settings: { model, responseFormat, modelParameters, toolChoice, dropUnsupported },
    tools: byName(tools),
    schema: jsonSchema,
    variables,
    authority,
    about: { ...about, ...rest },
  };
}

/** Which tools there are is compared by name: their order is a matter of taste. */
function byName(tools: Json): JsonObject {
  const named = Array.isArray(tools) ? tools.filter(isJsonObject) : [];
  return Object.fromEntries(named.map(({ name, ...tool }) => [String(name), tool]));
}
