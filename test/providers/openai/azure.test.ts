import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { type AzureOptions, azureSettings } from '../../../src/providers/openai/azure-settings.ts';
import { sendJson } from '../server.ts';
import { fixture } from './fixture.ts';
import { apiKey, ask, failureOf, startAzure } from './start.ts';

const settings = (options: Partial<AzureOptions>, env: Record<string, string> = {}) =>
  azureSettings({ name: 'azure', env, ...options });

const environment = {
  AZURE_OPENAI_API_KEY: 'from-env',
  AZURE_OPENAI_ENDPOINT: 'https://mine.openai.azure.com/',
  OPENAI_API_VERSION: '2024-10-21',
  OPENAI_API_KEY: 'of-openai',
  OPENAI_BASE_URL: 'http://elsewhere/v1',
};

describe('azureSettings', () => {
  it('takes everything from the environment', () => {
    expect(settings({}, environment)).toMatchObject({
      apiKey: 'from-env',
      baseURL: 'https://mine.openai.azure.com/openai',
      apiVersion: '2024-10-21',
      addressField: 'endpoint',
      isOfficial: true,
    });
  });

  it('takes the config before the environment, and a base URL as it is', () => {
    const own = { apiKey: 'own', apiVersion: 'v2', baseURL: 'https://gate.example/azure/openai' };
    expect(settings(own, environment)).toMatchObject({ ...own, addressField: 'baseURL' });
    expect(settings({ endpoint: 'http://own' }, environment).baseURL).toBe('http://own/openai');
  });

  it.each<[string, Partial<AzureOptions>, RegExp]>([
    [
      'shows everything that is missing',
      {},
      /providers\.azure\.endpoint.*AZURE_OPENAI_ENDPOINT.*AZURE_OPENAI_API_KEY.*apiVersion.*OPENAI_API_VERSION/s,
    ],
    ['wants an address', { endpoint: 'mine' }, /providers\.azure\.endpoint/],
    ['wants one address', { endpoint: 'http://a', baseURL: 'http://b' }, /endpoint.*beside baseURL/],
  ])('%s', (_name, options, message) => {
    expect(() => settings(options)).toThrow(InputError);
    expect(() => settings(options)).toThrow(message);
  });
});

describe('a deployment', () => {
  it('is asked with the API version and the key in its own header', async () => {
    const { server, provider } = await startAzure((response) =>
      sendJson(response, 200, fixture('azure/text')),
    );
    const reply = await ask(provider, { model: 'my-deployment' });
    expect(reply).toMatchObject({ text: 'billing', servedModel: 'gpt-4o-2024-08-06' });
    const [request] = server.requests;
    expect(request?.path).toBe('/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21');
    expect(request?.headers).toMatchObject({ 'api-key': apiKey });
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ max_completion_tokens: 300 });
  });

  it('is asked through the Responses API', async () => {
    const answer = fixture('responses/text');
    const { server, provider } = await startAzure((response) => sendJson(response, 200, answer), {
      api: 'responses',
    });
    expect((await ask(provider, { model: 'my-deployment' })).text).toBe('{"category": "billing"}');
    expect(server.requests[0]?.path).toBe('/openai/responses?api-version=2024-10-21');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ model: 'my-deployment' });
  });

  it.each([{}, { stream: true }, { api: 'responses' as const }])(
    'answers without text where the filter takes the prompt (%j)',
    async (options) => {
      const body = fixture('azure/content-filter');
      const { provider } = await startAzure((response) => sendJson(response, 400, body), options);
      const reply = await ask(provider);
      expect(reply).toEqual({
        text: '',
        finishReason: 'content-filter',
        usage: null,
        latencyMs: expect.any(Number),
        servedModel: null,
      });
      expect(reply.latencyMs).toBeGreaterThan(0);
    },
  );

  it.each<[string, number, unknown, string, RegExp]>([
    [
      'unknown deployment',
      404,
      fixture('azure/deployment-not-found'),
      'model-not-found',
      /azure at http.* has no model "gpt-4\.1-mini" \(404\)/,
    ],
    [
      'unknown resource',
      404,
      fixture('azure/resource-not-found'),
      'not-found',
      /Resource not found; check endpoint and apiVersion of providers\.azure, and the deployment's name/,
    ],
    [
      'wrong key',
      401,
      { error: { code: '401', message: `Access denied due to invalid subscription key ${apiKey}` } },
      'unauthorized',
      /check apiKey of providers\.azure in the config, and whether endpoint of providers\.azure/,
    ],
    [
      'no right',
      403,
      { error: { code: '403', message: 'Firewall' } },
      'forbidden',
      /check apiKey of providers\.azure in the config/,
    ],
  ])('ends the run: %s', async (_name, status, body, code, message) => {
    const { provider } = await startAzure((response) => sendJson(response, status, body));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope: 'run' });
    expect(error.message).toMatch(message);
  });
});
