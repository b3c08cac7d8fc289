import { IntegrityError } from '../core/errors.ts';
import {
  type Message,
  type OutputSchema,
  type PromptFile,
  type ToolCall,
  type ToolDefinition,
  type Variable,
  variableTypes,
} from '../core/prompt.ts';
import type { VersionRecord } from '../core/registry.ts';
import { numberedKey, versionsFolder } from './keys.ts';
import { decodeRecord } from './record-bytes.ts';
import {
  assertShape,
  type Check,
  hasShape,
  is,
  listOf,
  oneOf,
  optional,
  orNull,
  type Shape,
} from './shape.ts';

const isTemplate: Check = (value) =>
  hasShape<{ variable: string }>({ variable: is.name })(value) ||
  hasShape<Message>({
    role: oneOf(['system', 'user', 'assistant', 'tool']),
    content: is.text,
    images: optional(listOf(is.text)),
    toolCalls: optional(listOf(hasShape<ToolCall>({ id: is.name, name: is.name }))),
    toolCallId: optional(is.name),
  })(value);

const isTool = hasShape<ToolDefinition>({ name: is.name, parameters: is.object });

const isVariable = hasShape<Variable>({
  type: oneOf(variableTypes),
  required: (value) => typeof value === 'boolean',
});

const isPromptFile = hasShape<PromptFile>({
  name: is.name,
  model: is.name,
  modelParameters: is.object,
  responseFormat: optional(oneOf(['text', 'json_object', 'json_schema'])),
  jsonSchema: optional(hasShape<OutputSchema>({ name: is.text, schema: is.object })),
  messages: listOf(isTemplate),
  'x-prompteval': hasShape<PromptFile['x-prompteval']>({
    variables: (value) => is.object(value) && Object.values(Object(value)).every(isVariable),
    tools: optional(listOf(isTool)),
    dropUnsupported: optional(listOf(is.name)),
  }),
});

const shape: Shape<VersionRecord> = {
  v: is.one,
  prompt: is.name,
  version: is.count,
  digest: is.digest,
  file: isPromptFile,
  note: orNull(is.text),
  actor: is.text,
  at: is.time,
};

/**
 * Whether the digest fits the file is not checked here: that is the audit's, which is given the function.
 *
 * @throws IntegrityError that names the key.
 */
export function parseVersion(key: string, bytes: Uint8Array): VersionRecord {
  const record: unknown = decodeRecord(key, bytes);
  assertShape<VersionRecord>(key, record, shape);
  if (numberedKey(versionsFolder(record.prompt), record.version) !== key) {
    throw new IntegrityError(`${key} is not in its place: it says that it is version ${record.version}`);
  }
  return record;
}
