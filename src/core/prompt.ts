import type { Json, JsonObject, JsonSchema } from './json.ts';

export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** A message as a model gets it. */
export interface Message {
  role: Role;
  content: string;
}

/** An entry of `messages` in a prompt file: a template, or a variable that holds a conversation. */
export type MessageTemplate = { role: Role; content: string } | { variable: string };

export const variableTypes = ['string', 'number', 'boolean', 'json', 'messages'] as const;

export interface Variable {
  type: (typeof variableTypes)[number];
  required: boolean;
  /** Used where a case has no value; only for variables that are not required. */
  default?: Json;
  /** Longest value in characters. */
  maxLength?: number;
  /** Masked in reports. */
  sensitive?: boolean;
  description?: string;
}

/** The schema that an answer must fit, as OpenAI's structured outputs name it. */
export interface OutputSchema {
  name: string;
  schema: JsonSchema;
  strict?: boolean;
}

export type ModelParameters = JsonObject;

/** What stands under `x-prompteval`; `variables` holds undeclared placeholders too, as required strings. */
export interface PromptExtension {
  variables: Record<string, Variable>;
  owner?: string;
  risk?: 'low' | 'medium' | 'high';
  changelog?: string;
  /** Says that this draft changes its interface on purpose. */
  interface?: 'breaking';
  /** Calls a month, for the portfolio. */
  volume?: number;
  authority?: { never?: string[]; needsApproval?: string[] };
  useCase?: string;
}

/** A prompt file, checked and with its defaults filled in. The field names are those of the file. */
export interface PromptFile {
  name: string;
  description?: string;
  /** `provider/model` */
  model: string;
  modelParameters: ModelParameters;
  responseFormat?: 'text' | 'json_object' | 'json_schema';
  jsonSchema?: OutputSchema;
  messages: MessageTemplate[];
  'x-prompteval': PromptExtension;
}
