import type {
  MessageTemplate,
  ModelParameters,
  OutputSchema,
  PromptExtension,
  PromptFile,
  Variable,
} from '../core/prompt.ts';
import type { MoveRecord, VersionRecord } from '../core/registry.ts';

/** A version as applications get it: what a model sees of it, and what its variables take. Never changes. */
export interface VersionDocument extends Pick<PromptExtension, 'tools' | 'toolChoice' | 'dropUnsupported'> {
  v: 1;
  prompt: string;
  version: number;
  /** Over everything that changes what a model sees, as in the registry. */
  digest: string;
  publishedAt: string;
  /** `provider/model` */
  model: string;
  modelParameters: ModelParameters;
  responseFormat: NonNullable<PromptFile['responseFormat']>;
  jsonSchema?: OutputSchema;
  messages: MessageTemplate[];
  variables: Record<string, Variable>;
}

/** What an alias names, whole, so that one request is enough. Changes when the alias moves. */
export interface AliasDocument extends VersionDocument {
  alias: string;
  /** The number of the move; a higher one is newer. */
  seq: number;
  movedAt: string;
}

/** Which aliases there are and what they name. */
export interface IndexDocument {
  v: 1;
  prompts: { prompt: string; aliases: IndexedAlias[] }[];
}

export interface IndexedAlias {
  alias: string;
  seq: number;
  version: number;
  digest: string;
  movedAt: string;
}

/** The actor, the note and the owner stay in the registry: an application has no need of them. */
export function versionDocument({ prompt, version, digest, at, file }: VersionRecord): VersionDocument {
  const { variables, tools, toolChoice, dropUnsupported } = file['x-prompteval'];
  return {
    v: 1,
    prompt,
    version,
    digest,
    publishedAt: at,
    model: file.model,
    modelParameters: file.modelParameters,
    responseFormat: file.responseFormat ?? 'text',
    ...(file.jsonSchema && { jsonSchema: file.jsonSchema }),
    messages: file.messages,
    variables,
    ...(tools && { tools }),
    ...(toolChoice && { toolChoice }),
    ...(dropUnsupported && { dropUnsupported }),
  };
}

export function aliasDocument({ alias, seq, at }: MoveRecord, version: VersionRecord): AliasDocument {
  return { ...versionDocument(version), alias, seq, movedAt: at };
}

export function indexedAlias({ alias, seq, to, at }: MoveRecord): IndexedAlias {
  return { alias, seq, version: to.version, digest: to.digest, movedAt: at };
}
