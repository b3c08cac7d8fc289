import type { Json } from '../core/json.ts';
import type { Message } from '../core/prompt.ts';
import type { AliasDocument, VersionDocument } from '../delivery/document.ts';
import { compilePrompt } from '../prompts/render.ts';
import type { Layer, Prompt } from './client-types.ts';

type Values = Readonly<Record<string, Json>>;

/** What of an answer is the same for everybody who gets it; nobody can change it for the others. */
export interface Delivered {
  document: VersionDocument | AliasDocument;
  render(values: Values): Message[];
  /** Whether the messages need a value that only the caller has. */
  needsValues: boolean;
}

export function deliver(document: VersionDocument | AliasDocument): Delivered {
  const { prompt, messages, variables } = deepFreeze(document);
  return {
    document,
    render: compilePrompt({ name: prompt, messages, 'x-prompteval': { variables } }),
    needsValues: Object.values(variables).some((variable) => variable.required),
  };
}

/** @throws InputError where the values do not fit. */
export function fillIn(
  delivered: Delivered,
  values: Values | undefined,
  source: Layer,
  stale: boolean,
): Prompt<Values> {
  if (values === undefined && delivered.needsValues) return new UnfilledPrompt(delivered, source, stale);
  return new FilledPrompt(delivered, source, stale, values ?? {});
}

const noTools: Prompt<Values>['tools'] = Object.freeze([]);

/** A class, because an application makes one for each of its calls, and this is the quickest way to. */
class BarePrompt implements Omit<Prompt<Values>, 'messages'> {
  readonly prompt: string;
  readonly alias: string | null;
  readonly version: number;
  readonly digest: string;
  readonly seq: number | null;
  readonly movedAt: string | null;
  readonly model: string;
  readonly parameters: Prompt<Values>['parameters'];
  readonly responseFormat: Prompt<Values>['responseFormat'];
  readonly jsonSchema: Prompt<Values>['jsonSchema'];
  readonly tools: Prompt<Values>['tools'];
  readonly toolChoice: Prompt<Values>['toolChoice'];
  readonly source: Layer;
  readonly stale: boolean;
  readonly render: (values: Values) => Message[];

  constructor({ document, render }: Delivered, source: Layer, stale: boolean) {
    const move = 'alias' in document ? document : undefined;
    this.prompt = document.prompt;
    this.alias = move?.alias ?? null;
    this.version = document.version;
    this.digest = document.digest;
    this.seq = move?.seq ?? null;
    this.movedAt = move?.movedAt ?? null;
    this.model = document.model;
    this.parameters = document.modelParameters;
    this.responseFormat = document.responseFormat;
    this.jsonSchema = document.jsonSchema ?? null;
    this.tools = document.tools ?? noTools;
    this.toolChoice = document.toolChoice ?? null;
    this.source = source;
    this.stale = stale;
    this.render = render;
  }
}

class FilledPrompt extends BarePrompt implements Prompt<Values> {
  readonly messages: Message[];

  constructor(delivered: Delivered, source: Layer, stale: boolean, values: Values) {
    super(delivered, source, stale);
    this.messages = delivered.render(values);
  }
}

/**
 * Its messages are hidden from JSON.stringify and from copies, which would throw: only who wants to send them must
 * be stopped.
 */
class UnfilledPrompt extends BarePrompt implements Prompt<Values> {
  get messages(): Message[] {
    return this.render({});
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
