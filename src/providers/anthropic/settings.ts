import { InputError } from '../../core/errors.ts';
import { apiKeyProblems } from '../api-key.ts';
import { baseURLProblems } from '../base-url.ts';
import { providerDefaults } from '../defaults.ts';

export interface AnthropicOptions {
  /** What stands before the `/` in `provider/model`. */
  name: string;
  /** Without `/v1`, as the SDK has it. Default: `ANTHROPIC_BASE_URL`, then Anthropic itself. */
  baseURL?: string | undefined;
  /** Default: `ANTHROPIC_API_KEY`. */
  apiKey?: string | undefined;
  concurrency?: number | undefined;
  maxRetries?: number | undefined;
  timeoutMs?: number | undefined;
  /** Whether answers come in pieces; default false. */
  stream?: boolean | undefined;
  /** Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
}

export interface AnthropicSettings {
  name: string;
  baseURL: string;
  apiKey: string;
  concurrency: number;
  maxRetries: number;
  timeoutMs: number;
  stream: boolean;
  /** Whether Anthropic itself answers there. */
  isOfficial: boolean;
}

export const keyVariable = 'ANTHROPIC_API_KEY';

const baseVariable = 'ANTHROPIC_BASE_URL';
const officialBaseURL = 'https://api.anthropic.com';

/**
 * Fills in what the config leaves open.
 *
 * @throws InputError with every problem: no key, a broken key, a base URL that is none or ends in `/v1`.
 */
export function anthropicSettings(options: AnthropicOptions): AnthropicSettings {
  const { name, env = process.env } = options;
  const variable = (key: string) => env[key]?.trim() || undefined;
  const field = (key: string) => `providers.${name}.${key}`;

  const apiKey = (options.apiKey ?? variable(keyVariable) ?? '').trim();
  const baseURL = options.baseURL ?? variable(baseVariable) ?? officialBaseURL;
  const basePlace = options.baseURL === undefined ? baseVariable : field('baseURL');
  const problems = [
    ...baseURLProblems(baseURL, basePlace),
    ...versionProblems(baseURL, basePlace),
    ...apiKeyProblems(apiKey, { field: field('apiKey'), variable: keyVariable }),
  ];
  if (problems.length > 0) throw new InputError(problems);

  return {
    name,
    baseURL,
    apiKey,
    concurrency: options.concurrency ?? providerDefaults.concurrency,
    maxRetries: options.maxRetries ?? providerDefaults.maxRetries,
    timeoutMs: options.timeoutMs ?? providerDefaults.timeoutMs,
    stream: options.stream ?? false,
    isOfficial: new URL(baseURL).hostname === new URL(officialBaseURL).hostname,
  };
}

/** The SDK adds `/v1/messages`; with OpenAI's habit of writing `/v1` every call would go to `/v1/v1`. */
function versionProblems(baseURL: string, field: string) {
  if (!/\/v1\/*$/.test(baseURL)) return [];
  const message = 'ends in /v1, which is added to it once more';
  return [{ field, message, expected: 'the address without /v1' }];
}
