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
  isCount,
  isDigest,
  isName,
  isObject,
  isOne,
  isText,
  isTime,
  listOf,
  oneOf,
  optional,
  orNull,
  type Shape,
} from './shape.ts';

const isTemplate: Check = (value) =>
  hasShape<{ variable: string }>({ variable: isName })(value) ||
  hasShape<Message>({
    role: oneOf(['system', 'user', 'assistant', 'tool']),
    content: isText,
    images: optional(listOf(isText)),
    toolCalls: optional(listOf(hasShape<ToolCall>({ id: isName, name: isName }))),
    toolCallId: optional(isName),
  })(value);

const isTool = hasShape<ToolDefinition>({ name: isName, parameters: isObject });

const isVariable = hasShape<Variable>({
  type: oneOf(variableTypes),
  required: (value) => typeof value === 'boolean',
});

const isPromptFile = hasShape<PromptFile>({
  name: isName,
  model: isName,
  modelParameters: isObject,
  responseFormat: optional(oneOf(['text', 'json_object', 'json_schema'])),
  jsonSchema: optional(hasShape<OutputSchema>({ name: isText, schema: isObject })),
  messages: listOf(isTemplate),
  'x-prompteval': hasShape<PromptFile['x-prompteval']>({
    variables: (value) => isObject(value) && Object.values(Object(value)).every(isVariable),
    tools: optional(listOf(isTool)),
    dropUnsupported: optional(listOf(isName)),
  }),
});

const shape: Shape<VersionRecord> = {
  v: isOne,
  prompt: isName,
  version: isCount,
  digest: isDigest,
  file: isPromptFile,
  note: orNull(isText),
  actor: isText,
  at: isTime,
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
