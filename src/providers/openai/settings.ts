import { InputError } from '../../core/errors.ts';
import { apiKeyProblems } from '../api-key.ts';
import { baseURLProblems } from '../base-url.ts';
import { providerDefaults } from '../defaults.ts';

export interface OpenAIOptions {
  /** What stands before the `/` in `provider/model`. */
  name: string;
  /** Default: `OPENAI_BASE_URL`, then OpenAI itself. */
  baseURL?: string | undefined;
  /** Default: `OPENAI_API_KEY`. */
  apiKey?: string | undefined;
  concurrency?: number | undefined;
  maxRetries?: number | undefined;
  timeoutMs?: number | undefined;
  /** Default: `OPENAI_ORG_ID`. */
  organization?: string | undefined;
  /** Default: `OPENAI_PROJECT_ID`. */
  project?: string | undefined;
  /** Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
}

export interface OpenAISettings {
  name: string;
  baseURL: string;
  apiKey: string;
  organization: string | null;
  project: string | null;
  concurrency: number;
  maxRetries: number;
  timeoutMs: number;
  /** Whether OpenAI itself answers there. */
  isOfficial: boolean;
}

export const keyVariable = 'OPENAI_API_KEY';

const officialBaseURL = 'https://api.openai.com/v1';

/**
 * Fills in what the config leaves open.
 *
 * @throws InputError with every problem: no key, a broken key, a base URL that is none.
 */
export function openAISettings(options: OpenAIOptions): OpenAISettings {
  const { name, env = process.env } = options;
  const variable = (key: string) => env[key]?.trim() || undefined;
  const field = (key: string) => `providers.${name}.${key}`;

  const apiKey = (options.apiKey ?? variable(keyVariable) ?? '').trim();
  const baseURL = options.baseURL ?? variable('OPENAI_BASE_URL') ?? officialBaseURL;
  const basePlace = options.baseURL === undefined ? 'OPENAI_BASE_URL' : field('baseURL');
  const problems = [
    ...baseURLProblems(baseURL, basePlace),
    ...apiKeyProblems(apiKey, { field: field('apiKey'), variable: keyVariable }),
  ];
  if (problems.length > 0) throw new InputError(problems);

  return {
    name,
    baseURL,
    apiKey,
    organization: options.organization ?? variable('OPENAI_ORG_ID') ?? null,
    project: options.project ?? variable('OPENAI_PROJECT_ID') ?? null,
    concurrency: options.concurrency ?? providerDefaults.concurrency,
    maxRetries: options.maxRetries ?? providerDefaults.maxRetries,
    timeoutMs: options.timeoutMs ?? providerDefaults.timeoutMs,
    isOfficial: isOfficialHost(new URL(baseURL).hostname),
  };
}

/** OpenAI's regions are subdomains. */
function isOfficialHost(host: string): boolean {
  return host === 'api.openai.com' || host.endsWith('.api.openai.com');
}
