import { isProviderDefinition } from '../../config/define-provider.ts';
import type { ResolvedConfig } from '../../config/resolved-config.ts';
import type { ProviderConfig } from '../../config/user-config.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { Provider, ProviderDefinition } from '../../core/provider.ts';
import { suggestion } from '../../core/suggest.ts';
import { createDefinedProvider } from '../../providers/defined-provider.ts';
import { hideKeys, knownKeys } from './hide-keys.ts';

/** The providers of one run, each made once, when the first model of it is asked for. */
export interface ProviderPool {
  /** Makes what these models need. @throws InputError with everything that is missing. */
  prepare(models: readonly string[]): Promise<void>;
  providerOf(model: string): { provider: Provider; model: string };
  close(): Promise<void>;
}

interface Overrides {
  concurrency?: number | undefined;
}

export function createProviderPool(config: ResolvedConfig, overrides: Overrides = {}): ProviderPool {
  const made = new Map<string, Provider>();
  const keys = knownKeys(config);
  return {
    async prepare(models) {
      const problems = providerProblems(models, config);
      const names = [...new Set(models.map((model) => split(model).name))].filter(
        (name) => isKnown(name, config) && !made.has(name),
      );
      for (const name of names) {
        try {
          made.set(name, {
            ...hideKeys(await createProvider(name, config, overrides), keys),
            ...minuteLimits(config.providers[name]),
            ...(overrides.concurrency && { concurrency: overrides.concurrency }),
          });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          problems.push(...error.problems);
        }
      }
      if (problems.length > 0) throw new InputError(problems);
    },
    providerOf(model) {
      const { name, id } = split(model);
      const provider = made.get(name);
      if (!provider) throw new Error(`the provider "${name}" was not prepared`);
      return { provider, model: id };
    },
    async close() {
      await Promise.all([...made.values()].map((provider) => provider.close?.()));
    },
  };
}

/** `openai/gpt-4.1` → the provider's name and the model's id there, which may hold further slashes. */
function split(model: string): { name: string; id: string } {
  const slash = model.indexOf('/');
  return { name: model.slice(0, slash), id: model.slice(slash + 1) };
}

/** Providers that these models name and that do not exist; keys are not looked at. */
export function providerProblems(models: readonly string[], config: ResolvedConfig): Problem[] {
  return [...new Set(models)]
    .filter((model) => !isKnown(split(model).name, config))
    .map((model) => unknownProvider(model, config));
}

const types = ['demo', 'openai', 'azure', 'anthropic', 'bedrock'];

function isKnown(name: string, config: ResolvedConfig): boolean {
  const entry = config.providers[name];
  return isProviderDefinition(entry) || types.includes(entry?.type ?? name);
}

function unknownProvider(model: string, config: ResolvedConfig): Problem {
  const { name } = split(model);
  const hint = suggestion(name, new Set([...types, ...Object.keys(config.providers)]));
  return {
    message: `there is no provider "${name}", which the model ${model} names`,
    expected: `${types.join(', ')}, or a name under \`providers\` in the config with one of these as its type or made with defineProvider`,
    ...(hint && { hint }),
  };
}

/** What the config allows a minute: the runner's matter, whatever the adapter. */
function minuteLimits({
  requestsPerMinute,
  tokensPerMinute,
}: ProviderConfig | ProviderDefinition = {}): Pick<Provider, 'requestsPerMinute' | 'tokensPerMinute'> {
  return {
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute }),
  };
}

/** The adapters are loaded only when a run uses them. */
async function createProvider(name: string, config: ResolvedConfig, overrides: Overrides): Promise<Provider> {
  const entry = config.providers[name] ?? {};
  if (isProviderDefinition(entry)) return createDefinedProvider(name, entry);
  const { type = name, endpoint, apiVersion, region, profile, ...written } = entry;
  const settings = { name, ...written, concurrency: overrides.concurrency ?? written.concurrency };
  if (type === 'demo') {
    const { createDemoProvider } = await import('../../providers/demo/provider.ts');
    const demo = createDemoProvider();
    return { ...demo, concurrency: settings.concurrency ?? demo.concurrency };
  }
  if (type === 'anthropic') {
    const { createAnthropicProvider } = await import('../../providers/anthropic/provider.ts');
    return createAnthropicProvider(settings);
  }
  if (type === 'bedrock') {
    const { createBedrockProvider } = await import('../../providers/bedrock/provider.ts');
    return createBedrockProvider({ ...settings, region, endpoint, profile });
  }
  const { createAzureProvider, createOpenAIProvider } = await import('../../providers/openai/provider.ts');
  return type === 'azure'
    ? createAzureProvider({ ...settings, endpoint, apiVersion })
    : createOpenAIProvider(settings);
}
