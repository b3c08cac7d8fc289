import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { baseURLProblems } from '../base-url.ts';
import { providerDefaults } from '../defaults.ts';

export interface BedrockOptions {
  /** What stands before the `/` in `provider/model`. */
  name: string;
  /** Default: `AWS_REGION`, then `AWS_DEFAULT_REGION`, then what the profile says. */
  region?: string | undefined;
  /** Another address than the region's own. Default: `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`, then `AWS_ENDPOINT_URL`. */
  endpoint?: string | undefined;
  /** A profile of the AWS config files; default: `AWS_PROFILE`. */
  profile?: string | undefined;
  concurrency?: number | undefined;
  maxRetries?: number | undefined;
  timeoutMs?: number | undefined;
  /** Not taken here: credentials come from where the AWS SDK finds them. */
  apiKey?: string | undefined;
  /** Not taken here: it is called `endpoint`. */
  baseURL?: string | undefined;
  /** Not taken here: answers come whole. */
  stream?: boolean | undefined;
  /** Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
}

export interface BedrockSettings {
  name: string;
  /** Null where only the profile may know it. */
  region: string | null;
  /** What set the region, as messages name it: a variable or a field of the config. */
  regionPlace: string;
  endpoint: string | null;
  profile: string | null;
  concurrency: number;
  maxRetries: number;
  timeoutMs: number;
}

/**
 * Fills in what the config leaves open, all but what only the AWS config files know.
 *
 * @throws InputError with every problem.
 */
export function bedrockSettings(options: BedrockOptions): BedrockSettings {
  const { name } = options;
  const { region, place: regionPlace } = findRegion(options);
  const { endpoint, place: endpointPlace } = findEndpoint(options);
  const problems = [
    ...(region === null ? [] : regionProblems(region, regionPlace)),
    ...(endpoint === null ? [] : baseURLProblems(endpoint, endpointPlace)),
    ...misplaced(options),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return {
    name,
    region,
    regionPlace,
    endpoint,
    profile: options.profile ?? null,
    concurrency: options.concurrency ?? providerDefaults.concurrency,
    maxRetries: options.maxRetries ?? providerDefaults.maxRetries,
    timeoutMs: options.timeoutMs ?? providerDefaults.timeoutMs,
  };
}

/** The SDK of JavaScript does not read `AWS_DEFAULT_REGION`, which the AWS command line and Python do. */
function findRegion(options: BedrockOptions): { region: string | null; place: string } {
  const { name, env = process.env } = options;
  const { value: region, place } = firstSet([
    [`providers.${name}.region`, options.region],
    ['AWS_REGION', env.AWS_REGION],
    ['AWS_DEFAULT_REGION', env.AWS_DEFAULT_REGION],
  ]);
  return region === null ? { region, place: 'the region of the AWS profile' } : { region, place };
}

/** The SDK would read the variables itself; but what the answers come from is to be known, to the cache for one. */
function findEndpoint(options: BedrockOptions): { endpoint: string | null; place: string } {
  const { name, env = process.env } = options;
  if (options.endpoint !== undefined)
    return { endpoint: options.endpoint, place: `providers.${name}.endpoint` };
  const isIgnored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.trim() === 'true';
  const variables = isIgnored ? [] : ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'AWS_ENDPOINT_URL'];
  const { value: endpoint, place } = firstSet(variables.map((variable) => [variable, env[variable]]));
  return { endpoint, place };
}

/** A variable or a field of the config, and what stands there. */
type Origin = [name: string, value: string | undefined];

function firstSet(places: readonly Origin[]): { value: string | null; place: string } {
  for (const [place, written] of places) {
    const value = written?.trim();
    if (value) return { value, place };
  }
  return { value: null, place: '' };
}

/** @param place where the region was set. */
export function regionProblems(region: string, place: string): Problem[] {
  if (/^[a-z]+(-[a-z]+)+-\d+$/.test(region)) return [];
  const message = `"${region}" is no AWS region`;
  return [{ field: place, message, expected: 'an id such as us-east-1 or eu-central-1' }];
}

export function missingRegion(name: string): Problem {
  return {
    field: `providers.${name}.region`,
    message: 'no AWS region: it is not in the config, and neither AWS_REGION nor AWS_DEFAULT_REGION is set',
    hint: 'Set AWS_REGION in the environment or in a .env file beside the config, such as AWS_REGION=us-east-1.',
  };
}

/** Settings of other providers, which would be passed over in silence. */
function misplaced({ name, apiKey, baseURL, stream }: BedrockOptions): Problem[] {
  const problems: Problem[] = [];
  if (apiKey !== undefined) {
    const hint = 'Remove it. A Bedrock API key goes into AWS_BEARER_TOKEN_BEDROCK.';
    const message = 'is not used: Bedrock takes its credentials from where the AWS SDK finds them';
    problems.push({ field: `providers.${name}.apiKey`, message, hint });
  }
  if (baseURL !== undefined) {
    const message = 'is not used: the address of Bedrock is called endpoint';
    problems.push({ field: `providers.${name}.baseURL`, message, hint: 'Rename it to endpoint.' });
  }
  if (stream === true) {
    const message =
      'is not supported for Bedrock: its answers come whole, and the time to the first token is not measured';
    problems.push({ field: `providers.${name}.stream`, message, hint: 'Remove it.' });
  }
  return problems;
}
