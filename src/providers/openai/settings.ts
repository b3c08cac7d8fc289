import { InputError } from '../../core/errors.ts';
import { apiKeyProblems } from '../api-key.ts';
import { baseURLProblems } from '../base-url.ts';
import { providerDefaults } from '../defaults.ts';

/** What a provider may set, whoever hosts OpenAI's models. */
export interface HostOptions {
  /** What stands before the `/` in `provider/model`. */
  name: string;
  baseURL?: string | undefined;
  apiKey?: string | undefined;
  concurrency?: number | undefined;
  maxRetries?: number | undefined;
  timeoutMs?: number | undefined;
  /** Default: `chat`. */
  api?: 'chat' | 'responses' | undefined;
  /** Whether answers are streamed, which measures the time to the first token. Default: false. */
  stream?: boolean | undefined;
  /** Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
}

export interface HostSettings {
  name: string;
  baseURL: string;
  apiKey: string;
  concurrency: number;
  maxRetries: number;
  timeoutMs: number;
  api: 'chat' | 'responses';
  stream: boolean;
  /** Whether OpenAI's own models answer there. */
  isOfficial: boolean;
}

export interface OpenAIOptions extends HostOptions {
  /** Default: `OPENAI_BASE_URL`, then OpenAI itself. */
  baseURL?: string | undefined;
  /** Default: `OPENAI_API_KEY`. */
  apiKey?: string | undefined;
  /** Default: `OPENAI_ORG_ID`. */
  organization?: string | undefined;
  /** Default: `OPENAI_PROJECT_ID`. */
  project?: string | undefined;
}

export interface OpenAISettings extends HostSettings {
  organization: string | null;
  project: string | null;
}

export const openAIKeyVariable = 'OPENAI_API_KEY';

const officialBaseURL = 'https://api.openai.com/v1';

/**
 * Fills in what the config leaves open.
 *
 * @throws InputError with every problem: no key, a broken key, a base URL that is none.
 */
export function openAISettings(options: OpenAIOptions): OpenAISettings {
  const { name } = options;
  const variable = environment(options);
  const field = (key: string) => `providers.${name}.${key}`;

  const apiKey = (options.apiKey ?? variable(openAIKeyVariable) ?? '').trim();
  const baseURL = options.baseURL ?? variable('OPENAI_BASE_URL') ?? officialBaseURL;
  const basePlace = options.baseURL === undefined ? 'OPENAI_BASE_URL' : field('baseURL');
  const problems = [
    ...baseURLProblems(baseURL, basePlace),
    ...apiKeyProblems(apiKey, { field: field('apiKey'), variable: openAIKeyVariable }),
  ];
  if (problems.length > 0) throw new InputError(problems);

  return {
    ...commonSettings(options),
    baseURL,
    apiKey,
    organization: options.organization ?? variable('OPENAI_ORG_ID') ?? null,
    project: options.project ?? variable('OPENAI_PROJECT_ID') ?? null,
    isOfficial: isOfficialHost(new URL(baseURL).hostname),
  };
}

/** Reads a variable; an empty one is not set. */
export function environment({ env = process.env }: HostOptions): (name: string) => string | undefined {
  return (name) => env[name]?.trim() || undefined;
}

/** What needs no look at the environment. */
export function commonSettings(
  options: HostOptions,
): Omit<HostSettings, 'baseURL' | 'apiKey' | 'isOfficial'> {
  return {
    name: options.name,
    concurrency: options.concurrency ?? providerDefaults.concurrency,
    maxRetries: options.maxRetries ?? providerDefaults.maxRetries,
    timeoutMs: options.timeoutMs ?? providerDefaults.timeoutMs,
    api: options.api ?? 'chat',
    stream: options.stream ?? false,
  };
}

/** OpenAI's regions are subdomains, and so are the resources of Azure, whose newer address needs no client of its own. */
function isOfficialHost(host: string): boolean {
  return host === 'api.openai.com' || host.endsWith('.api.openai.com') || host.endsWith('.openai.azure.com');
}
