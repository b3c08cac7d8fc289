import type { Json, JsonObject } from '../core/json.ts';
import type {
  Message,
  OutputSchema,
  PromptFile,
  ToolCall,
  ToolChoice,
  ToolDefinition,
} from '../core/prompt.ts';

/** A turn of a conversation, for variables of type `messages`. System turns are the prompt's alone. */
export interface Turn {
  role: 'user' | 'assistant' | 'tool';
  content: string;
  /** Of an assistant's turn. */
  toolCalls?: ToolCall[];
  /** Of a tool's turn. */
  toolCallId?: string;
}

/** What is known of one prompt when an application is compiled; `prompteval types` writes it. */
export interface PromptType {
  aliases: string;
  versions: number;
  variables: object;
}

/** Of a client without types: any prompt, any variables. */
export interface AnyPrompts {
  [prompt: string]: { aliases: string; versions: number; variables: Record<string, Json> };
}

/** An alias that was known when the types were written, or one of a tenant: `acme/stable`. */
export type AliasOf<Type extends PromptType> = Type['aliases'] | `${string}/${string}`;

export interface GetOptions<Type extends PromptType> {
  /** One alias, or several of which the first that exists is taken. Default: the client's `fallback`. */
  alias?: AliasOf<Type> | readonly AliasOf<Type>[];
  /** A pinned version instead of an alias. */
  version?: Type['versions'];
  /** What the messages are filled in with. */
  variables?: Type['variables'];
}

/** Where an answer comes from; `memory` is what the server or the bundle confirmed before. */
export type Layer = 'memory' | 'network' | 'disk' | 'snapshot';

/** Something that went wrong and cost nothing but this note. */
export interface ClientProblem {
  layer: Exclude<Layer, 'memory'>;
  prompt: string;
  /** The document that it is about. */
  path: string;
  message: string;
  cause?: unknown;
}

export interface Prompt<Variables> {
  prompt: string;
  /** The alias that it was found by; null where a version was asked for. */
  alias: string | null;
  version: number;
  digest: string;
  /** The number of the alias's move; null where a version was asked for. */
  seq: number | null;
  /** When the alias moved there, ISO 8601 UTC; null where a version was asked for. */
  movedAt: string | null;
  /** `provider/model` */
  model: string;
  parameters: Readonly<JsonObject>;
  responseFormat: NonNullable<PromptFile['responseFormat']>;
  jsonSchema: Readonly<OutputSchema> | null;
  /** What the model may call; none where the prompt names none. */
  tools: readonly ToolDefinition[];
  toolChoice: Readonly<ToolChoice> | null;
  /**
   * What a model gets. Without `variables`, reading it throws where the prompt needs some: a placeholder is never
   * handed on as text.
   */
  messages: Message[];
  source: Layer;
  /** Nobody could confirm within `maxStalenessMs` that the alias still stands here. */
  stale: boolean;
  /**
   * The messages with these values.
   *
   * @throws InputError that names every variable without a value, of another type or too long.
   */
  render(variables: Variables): Message[];
}

export interface Client<Prompts extends { [Name in keyof Prompts]: PromptType }> {
  /**
   * @throws PromptUnavailableError where no layer has an answer.
   * @throws InputError where the variables do not fit the prompt.
   * @throws TypeError where `alias` names none.
   */
  get<Name extends keyof Prompts & string>(
    name: Name,
    options?: GetOptions<Prompts[Name]>,
  ): Promise<Prompt<Prompts[Name]['variables']>>;
}

/** Every file of a bundle in one: its `snapshot.json`. */
export interface Snapshot {
  v: number;
  documents: { [path: string]: unknown };
}

interface CommonOptions {
  /** A folder of this application's own, where the last good answers outlive it. */
  cacheDir?: string;
  /** What the application was shipped with: a bundle's folder, or the content of its `snapshot.json`. */
  snapshot?: string | URL | Snapshot;
  /** How old an answer gets before it is asked for again in the background; Infinity asks once. Default: 10 s. */
  refreshMs?: number;
  /** An older answer is asked for again before it is given. Infinity: one that was confirmed once is never stale. Default: 60 s. */
  maxStalenessMs?: number;
  /** What one request may take in all; Infinity sets no limit. Default: 2 s. */
  timeoutMs?: number;
  /**
   * How long a call that has something else to give waits for the server; for one that answers more slowly than that, four times as long
   * as its last answer took. Default: 250 ms.
   */
  patienceMs?: number;
  /** The aliases to take where `get` names none, the first that exists. Default: `['stable']`. */
  fallback?: readonly string[];
  /** Told of everything that went wrong on the way to an answer. */
  onProblem?: (problem: ClientProblem) => void;
}

/** Either a server (or wherever a bundle is served from), or a bundle's folder. */
export type ClientOptions = CommonOptions &
  (
    | { url: string | URL /** For a server that asks for one. */; token?: string; bundle?: never }
    | { bundle: string | URL; url?: never; token?: never }
  );
