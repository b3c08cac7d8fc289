import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { createBedrockProvider } from '../../../src/providers/bedrock/provider.ts';
import { type BedrockOptions, bedrockSettings } from '../../../src/providers/bedrock/settings.ts';
import { credentials, stubAws } from './support.ts';

const settings = (options: Partial<BedrockOptions> = {}, env: Record<string, string> = {}) =>
  bedrockSettings({ name: 'bedrock', env, ...options });

describe('bedrockSettings', () => {
  it('fills in the defaults', () => {
    expect(settings()).toEqual({
      name: 'bedrock',
      region: null,
      regionPlace: 'the region of the AWS profile',
      endpoint: null,
      profile: null,
      concurrency: 50,
      maxRetries: 5,
      timeoutMs: 60_000,
    });
  });

  it.each([
    [{ region: 'eu-west-1' }, {}, 'eu-west-1', 'providers.bedrock.region'],
    [{ region: 'eu-west-1' }, { AWS_REGION: 'us-east-1' }, 'eu-west-1', 'providers.bedrock.region'],
    [{}, { AWS_REGION: ' us-east-1\n', AWS_DEFAULT_REGION: 'eu-west-1' }, 'us-east-1', 'AWS_REGION'],
    [{}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-gov-west-1' }, 'us-gov-west-1', 'AWS_DEFAULT_REGION'],
  ])('takes the region of %j and %j', (options, env, region, regionPlace) =>
    expect(settings(options, env)).toMatchObject({ region, regionPlace }),
  );

  it.each([
    [{ endpoint: 'http://here' }, { AWS_ENDPOINT_URL: 'http://there' }, 'http://here'],
    [{}, { AWS_ENDPOINT_URL: ' http://there ' }, 'http://there'],
    [
      {},
      { AWS_ENDPOINT_URL: 'http://any', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://runtime' },
      'http://runtime',
    ],
    [{}, { AWS_ENDPOINT_URL: 'http://there', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, null],
    [{}, { AWS_ENDPOINT_URL: '' }, null],
  ])('takes the address of %j and %j', (options, env, endpoint) =>
    expect(settings(options, env)).toMatchObject({ endpoint }),
  );

  it('names the variable that holds no address', () => {
    expect(() => settings({}, { AWS_ENDPOINT_URL: 'localhost:4566' })).toThrow(
      /AWS_ENDPOINT_URL.*no address/,
    );
  });

  it('names the variable that holds no region', () => {
    expect(() => settings({}, { AWS_DEFAULT_REGION: 'Frankfurt' })).toThrow(
      /AWS_DEFAULT_REGION.*"Frankfurt" is no AWS region.*us-east-1/s,
    );
  });

  it('shows every problem at once, settings of other providers too', () => {
    const create = () =>
      settings({ name: 'eu', region: 'x', endpoint: 'localhost:1', apiKey: 'k', baseURL: 'http://x' });
    expect(create).toThrow(InputError);
    expect(create).toThrow(
      /providers\.eu\.region.*\n.*providers\.eu\.endpoint.*\n.*providers\.eu\.apiKey.*AWS_BEARER_TOKEN_BEDROCK.*\n.*providers\.eu\.baseURL.*endpoint/,
    );
  });
});

it('says that answers come whole, and takes a false', () => {
  const region = 'us-east-1';
  expect(() => settings({ region, stream: true })).toThrow(/providers\.bedrock\.stream.*not supported/);
  expect(settings({ region, stream: false })).toMatchObject({ region });
});

describe('what only the SDK can find', () => {
  beforeEach(() => stubAws());
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  const create = () => createBedrockProvider({ name: 'bedrock' });

  it('rejects without a region and without credentials, naming the variables of both', async () => {
    const error = await create().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(/no AWS region.*AWS_REGION.*no AWS credentials.*AWS_ACCESS_KEY_ID/s);
  });

  it('names the profile that is not there', async () => {
    vi.stubEnv('AWS_REGION', 'us-east-1');
    const made = createBedrockProvider({ name: 'bedrock', profile: 'staging' });
    await expect(made).rejects.toThrow(/no AWS credentials.*staging/);
  });

  it.each([
    ['keys', credentials],
    ['an API key of Bedrock', { AWS_BEARER_TOKEN_BEDROCK: 'token' }],
  ])('is content with %s', async (_what, variables) => {
    stubAws({ AWS_REGION: 'us-east-1', ...variables });
    const provider = await create();
    expect(provider.concurrency).toBe(50);
    await provider.close?.();
  });
});
