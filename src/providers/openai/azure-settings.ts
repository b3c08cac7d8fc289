import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { apiKeyProblems } from '../api-key.ts';
import { baseURLProblems } from '../base-url.ts';
import { commonSettings, environment, type HostOptions, type HostSettings } from './settings.ts';

export interface AzureOptions extends HostOptions {
  /** `https://<resource>.openai.azure.com`. Default: `AZURE_OPENAI_ENDPOINT`. */
  endpoint?: string | undefined;
  /** Instead of an endpoint: the address up to what the SDK adds, with `/openai`, as for a gateway. */
  baseURL?: string | undefined;
  /** Such as `2024-10-21`. Default: `OPENAI_API_VERSION`. */
  apiVersion?: string | undefined;
  /** Default: `AZURE_OPENAI_API_KEY`. */
  apiKey?: string | undefined;
}

export interface AzureSettings extends HostSettings {
  apiVersion: string;
  /** The config's field of the address. */
  addressField: 'baseURL' | 'endpoint';
}

export const azureKeyVariable = 'AZURE_OPENAI_API_KEY';
const endpointVariable = 'AZURE_OPENAI_ENDPOINT';
const versionVariable = 'OPENAI_API_VERSION';

/**
 * Fills in what the config leaves open. `OPENAI_BASE_URL` is not looked at: it is about OpenAI itself.
 *
 * @throws InputError with every problem.
 */
export function azureSettings(options: AzureOptions): AzureSettings {
  const variable = environment(options);
  const field = (key: string) => `providers.${options.name}.${key}`;

  const apiKey = (options.apiKey ?? variable(azureKeyVariable) ?? '').trim();
  const apiVersion = options.apiVersion ?? variable(versionVariable) ?? '';
  const { baseURL, problems } = address(options, variable(endpointVariable), field);
  problems.push(...apiKeyProblems(apiKey, { field: field('apiKey'), variable: azureKeyVariable }));
  if (apiVersion === '') {
    problems.push({
      field: field('apiVersion'),
      message: `no API version: it is not in the config, and ${versionVariable} is not set`,
      expected: 'a version of the Azure OpenAI API, such as 2024-10-21',
    });
  }
  if (problems.length > 0) throw new InputError(problems);

  const addressField = options.baseURL === undefined ? 'endpoint' : 'baseURL';
  return { ...commonSettings(options), baseURL, apiKey, apiVersion, addressField, isOfficial: true };
}

function address(
  options: AzureOptions,
  fromEnvironment: string | undefined,
  field: (key: string) => string,
): { baseURL: string; problems: Problem[] } {
  if (options.baseURL !== undefined) {
    const both = options.endpoint === undefined ? [] : [twoAddresses(field('endpoint'))];
    return {
      baseURL: options.baseURL,
      problems: [...baseURLProblems(options.baseURL, field('baseURL')), ...both],
    };
  }
  const endpoint = options.endpoint ?? fromEnvironment;
  if (endpoint === undefined) return { baseURL: '', problems: [noAddress(field('endpoint'))] };
  const place = options.endpoint === undefined ? endpointVariable : field('endpoint');
  return { baseURL: `${endpoint.replace(/\/+$/, '')}/openai`, problems: baseURLProblems(endpoint, place) };
}

function noAddress(field: string): Problem {
  return {
    field,
    message: `no endpoint: it is not in the config, and ${endpointVariable} is not set`,
    expected: 'the address of the resource, such as https://my-resource.openai.azure.com',
  };
}

function twoAddresses(field: string): Problem {
  return { field, message: 'stands beside baseURL', expected: 'either endpoint or baseURL' };
}
