import type { Json, JsonObject, JsonSchema } from './json.ts';

export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** A message as a model gets it. */
export interface Message {
  role: Role;
  content: string;
  /** Pictures after the text: `https:` or `data:` URLs; until they are loaded also files of the project. */
  images?: string[];
  /** Of an assistant's turn: what it called. */
  toolCalls?: ToolCall[];
  /** Of a tool's turn: the id of the call that it answers. */
  toolCallId?: string;
  /** Everything up to the end of this message may be kept in the vendor's prompt cache. */
  cache?: true;
}

/**
 * An entry of `messages` in a prompt: a message whose content is a template, or a variable that holds a conversation.
 * An image is a URL or `{{variable}}`, of a variable of type image.
 */
export type MessageTemplate = Message | { variable: string };

/** A function that the model may ask for. */
export interface ToolDefinition {
  name: string;
  description?: string;
  /** The schema of its arguments. */
  parameters: JsonSchema;
  strict?: boolean;
}

/** `required`: some tool must be called; a name: this one must. */
export type ToolChoice = 'auto' | 'required' | 'none' | { name: string };

export interface ToolCall {
  id: string;
  name: string;
  /** An object; the text itself where what the model wrote is no JSON. */
  arguments: Json;
}

export const variableTypes = ['string', 'number', 'boolean', 'json', 'messages', 'image'] as const;

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
  tools?: ToolDefinition[];
  /** Default: `auto`. */
  toolChoice?: ToolChoice;
  /** Model parameters that are left out where the model refuses them; any other refusal stops the run. */
  dropUnsupported?: string[];
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
