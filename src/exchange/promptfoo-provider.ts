import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';

export interface ImportedModel {
  /** `provider/model` */
  model: string;
  parameters: JsonObject;
  /** `responseFormat` and `jsonSchema` of a prompt file. */
  format: JsonObject;
  lost: string[];
}

/** By what promptfoo calls them, what they are called here. */
const providers: Record<string, string> = {
  openai: 'openai',
  anthropic: 'anthropic',
  bedrock: 'bedrock',
  azure: 'azure',
  azureopenai: 'azure',
};
/** Words between the provider and its model that say how it is called. */
const ways = ['chat', 'responses', 'messages', 'converse', 'completion'];
/** What stands after a provider and is no model. */
const agents = /agent-sdk|claude-code|codex|assistant|realtime|agents?$/;

const parameterNames: Record<string, string> = {
  temperature: 'temperature',
  max_tokens: 'maxTokens',
  maxTokens: 'maxTokens',
  max_output_tokens: 'maxTokens',
  maxOutputTokens: 'maxTokens',
  max_completion_tokens: 'maxCompletionTokens',
  top_p: 'topP',
  topP: 'topP',
  top_k: 'topK',
  topK: 'topK',
  stop: 'stop',
  stopSequences: 'stop',
  seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  reasoning_effort: 'reasoningEffort',
};
/** What says where to call or with which key; both are the config's and the environment's. */
const settings = ['apiKey', 'apiKeyEnvar', 'apiBaseUrl', 'apiHost', 'region', 'organization'];

/** A provider of promptfoo as a model; a sentence where there is none like it. */
export function readProvider(entry: Json): ImportedModel | string {
  if (typeof entry === 'string') return modelOf(entry, {});
  if (!isJsonObject(entry)) return 'a provider that is neither a text nor a map';
  if (typeof entry.id === 'string') return withOptions(entry.id, entry);
  const [id, options] = Object.entries(entry)[0] ?? [];
  if (id === undefined) return 'a provider without an id';
  return withOptions(id, isJsonObject(options) ? options : {});
}

function withOptions(
  id: string,
  { id: _, label: __, config, ...others }: JsonObject,
): ImportedModel | string {
  const read = modelOf(id, isJsonObject(config) ? config : {});
  if (typeof read === 'string') return read;
  return {
    ...read,
    lost: [...read.lost, ...Object.keys(others).map((key) => `${key} of the provider ${id}`)],
  };
}

function modelOf(id: string, config: JsonObject): ImportedModel | string {
  const [prefix = '', ...rest] = id.split(':');
  const provider = Object.hasOwn(providers, prefix) ? providers[prefix] : undefined;
  const model = rest.filter((part, index) => index > 0 || !ways.includes(part)).join(':');
  if (provider === undefined || model === '' || agents.test(model)) {
    return `the provider ${id}: it is no model that is called here. One that speaks OpenAI's protocol can stand under \`providers\``;
  }
  return { model: `${provider}/${model}`, ...readParameters(config) };
}

/** Names of parameters as vendors and frameworks write them. */
export function readParameters(config: JsonObject): Omit<ImportedModel, 'model'> {
  const parameters: JsonObject = {};
  const { response_format: given = null, ...others } = config;
  const { format, lost } = formatOf(given);
  for (const [name, value] of Object.entries(others)) {
    // As vendors' own tools export what is not set.
    if (value === null) continue;
    const known = Object.hasOwn(parameterNames, name) ? parameterNames[name] : undefined;
    if (known !== undefined && value !== undefined) parameters[known] = value;
    // A key is named, never shown.
    else lost.push(parameterLoss(name));
  }
  return { parameters, format, lost };
}

function parameterLoss(name: string): string {
  const hint = settings.includes(name)
    ? ': it belongs under `providers` of the config, or into the environment'
    : '';
  return `the parameter ${name}${hint}`;
}

/** OpenAI's `response_format`; its schema stands in the file itself. */
function formatOf(given: Json): Pick<ImportedModel, 'format' | 'lost'> {
  const none = { format: {}, lost: [] };
  if (given === null) return none;
  const unread = {
    format: {},
    lost: [`the parameter response_format: ${excerpt(JSON.stringify(given), 60)}`],
  };
  if (!isJsonObject(given)) return unread;
  if (given.type === 'text') return none;
  if (given.type === 'json_object') return { format: { responseFormat: 'json_object' }, lost: [] };
  const asked = isJsonObject(given.json_schema) ? given.json_schema : given;
  const { type: _, name = 'answer', strict, schema, ...others } = asked;
  if (given.type !== 'json_schema' || !isJsonObject(schema)) return unread;
  const jsonSchema = { name, schema, ...(strict === undefined ? {} : { strict }) };
  return {
    format: { responseFormat: 'json_schema', jsonSchema },
    lost: Object.keys(others).map((key) => `the parameter response_format: its ${key}`),
  };
}
