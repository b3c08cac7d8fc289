import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { ProviderError } from '../../core/errors.ts';
import type { ModelReply, Provider } from '../../core/provider.ts';

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

/** A local server takes any word for its key, and that word may well stand in an answer. */
function isSecret(key: string): boolean {
  return key.length >= 16 || (key.length >= 8 && /\d/.test(key));
}

/** A server that repeats what it was sent must not put a key into an answer, which is kept in runs, reports and the cache. */
export function hideKeys(provider: Provider, keys: readonly string[]): Provider {
  if (keys.length === 0) return provider;
  const hide = (text: string) =>
    keys.reduce((rest, key) => (rest.includes(key) ? rest.replaceAll(key, '[key]') : rest), text);
  return {
    ...provider,
    complete: async (request) => {
      try {
        return withoutKeys(await provider.complete(request), hide);
      } catch (error) {
        if (error instanceof ProviderError) error.message = hide(error.message);
        throw error;
      }
    },
  };
}

function withoutKeys(reply: ModelReply, hide: (text: string) => string): ModelReply {
  const { text, servedModel, toolCalls } = reply;
  const clean: Partial<ModelReply> = {};
  if (text !== hide(text)) clean.text = hide(text);
  if (servedModel !== null && servedModel !== hide(servedModel)) clean.servedModel = hide(servedModel);
  if (toolCalls !== undefined) {
    const calls = JSON.stringify(toolCalls);
    if (calls !== hide(calls)) clean.toolCalls = JSON.parse(hide(calls));
  }
  return Object.keys(clean).length === 0 ? reply : { ...reply, ...clean };
}
