import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { ProviderError } from '../../core/errors.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { ModelReply, Provider } from '../../core/provider.ts';
import { isSecret, type KeyMask, keyMask } from '../../providers/key-mask.ts';

const ofEnvironment = /(?:^|_)API_KEY$|^AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN|BEARER_TOKEN_BEDROCK)$/;

/** The keys that calls may carry: the config's, and those that the environment holds. Placeholders, such as `unused`, are none. */
export function knownKeys(
  { providers }: Pick<ResolvedConfig, 'providers'>,
  environment: NodeJS.ProcessEnv = process.env,
): string[] {
  const written = Object.values(providers).map((entry) => ('apiKey' in entry ? entry.apiKey : undefined));
  const variables = Object.entries(environment).filter(([name]) => ofEnvironment.test(name));
  const found = [...written, ...variables.map(([, value]) => value)].map((key) => key?.trim() ?? '');
  return [...new Set(found)].filter(isSecret);
}

/** A server that repeats what it was sent must not put a key into an answer, which is kept in runs, reports and the cache. */
export function hideKeys(provider: Provider, keys: readonly string[]): Provider {
  if (keys.length === 0) return provider;
  const masks = keys.map(keyMask);
  const hide = (text: string) => masks.reduce((rest, mask) => mask(rest), text);
  const { embed } = provider;
  return {
    ...provider,
    complete: async (request) => withoutKeys(await complaining(() => provider.complete(request), hide), hide),
    ...(embed && {
      embed: async (request) => {
        const { servedModel, ...reply } = await complaining(() => embed.call(provider, request), hide);
        return { ...reply, servedModel: servedModel === null ? null : hide(servedModel) };
      },
    }),
  };
}

/** Errors are written down too. */
async function complaining<Reply>(ask: () => Promise<Reply>, hide: KeyMask): Promise<Reply> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderError) error.message = hide(error.message);
    throw error;
  }
}

function withoutKeys(reply: ModelReply, hide: KeyMask): ModelReply {
  const { text, servedModel, toolCalls } = reply;
  const clean: Partial<ModelReply> = {};
  if (text !== hide(text)) clean.text = hide(text);
  if (servedModel !== null && servedModel !== hide(servedModel)) clean.servedModel = hide(servedModel);
  if (toolCalls !== undefined && toolCalls.length > 0) {
    const hidden = toolCalls.map((call) => ({
      ...call,
      id: hide(call.id),
      name: hide(call.name),
      arguments: hideWithin(call.arguments, hide),
    }));
    if (JSON.stringify(hidden) !== JSON.stringify(toolCalls)) clean.toolCalls = hidden;
  }
  return Object.keys(clean).length === 0 ? reply : { ...reply, ...clean };
}

/** Text by text: what an escape means is not the same in JSON as in the texts of it. */
function hideWithin(value: Json, hide: KeyMask): Json {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => hideWithin(item, hide));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [hide(name), hideWithin(item, hide)]),
  );
}
