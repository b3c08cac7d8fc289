import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type {
  GateConfig,
  IdentityConfig,
  PromptConfig,
  ProviderConfig,
  UserConfig,
  WebhookConfig,
} from '../../src/config/user-config.ts';
import { isJsonObject } from '../../src/core/json.ts';
import type { ModelPrice } from '../../src/core/provider.ts';
import { checkOf } from '../../src/schema/compile-schema.ts';

/** Every key of a type: leaving one out, or adding one, is an error of the type checker. */
type Keys<Type> = Record<keyof Type, true>;

const gate: Keys<GateConfig> = {
  metric: true,
  noWorseThan: true,
  margin: true,
  betterThan: true,
  by: true,
  min: true,
  max: true,
  stat: true,
  maxIncrease: true,
  cases: true,
  mustPass: true,
  evenIfBaselineFails: true,
  name: true,
  confidence: true,
  models: true,
  slice: true,
  cluster: true,
  enforce: true,
  requireCalibration: true,
};
const prompt: Keys<PromptConfig> = {
  file: true,
  dataset: true,
  models: true,
  repeats: true,
  stopEarly: true,
  evaluators: true,
  gates: true,
  attempts: true,
  onInconclusive: true,
  cluster: true,
  path: true,
};
const provider: Keys<ProviderConfig> = {
  type: true,
  api: true,
  stream: true,
  apiVersion: true,
  region: true,
  endpoint: true,
  profile: true,
  baseURL: true,
  apiKey: true,
  concurrency: true,
  requestsPerMinute: true,
  tokensPerMinute: true,
  maxRetries: true,
  timeoutMs: true,
};
const price: Keys<ModelPrice> = { input: true, output: true, cachedInput: true, cacheWrite: true };
const config: Keys<UserConfig> = {
  prompts: true,
  providers: true,
  prices: true,
  registry: true,
  reports: true,
  maxCost: true,
  cache: true,
  maxRunAge: true,
  owners: true,
  identity: true,
  risk: true,
  path: true,
  release: true,
  webhooks: true,
};
const webhook: Keys<WebhookConfig> = { url: true, secret: true, on: true, format: true };
const identity: Keys<IdentityConfig> = { issuer: true, audience: true, jwks: true };

function propertiesOf(schema: unknown): string[] {
  return isJsonObject(schema) && isJsonObject(schema.properties) ? Object.keys(schema.properties).sort() : [];
}

describe('the schema of a config', () => {
  const published: unknown = JSON.parse(
    readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'),
  );
  const definitions = isJsonObject(published) && isJsonObject(published.$defs) ? published.$defs : {};

  it('knows what the types know', () => {
    expect(propertiesOf(published)).toEqual(['$schema', ...Object.keys(config)].sort());
    for (const [name, keys] of Object.entries({ gate, prompt, provider, price, identity, webhook })) {
      expect(propertiesOf(definitions[name])).toEqual(Object.keys(keys).sort());
    }
  });

  it('takes a JSON config that points to it', () => {
    const value = {
      $schema: 'node_modules/prompteval/schema/config.schema.json',
      prompts: {
        greet: {
          dataset: ['a.csv'],
          models: ['own', { model: 'a/b', parameters: { seed: 1 }, price: { input: 0, output: 1 } }],
          evaluators: ['jsonSchema', { use: 'exactMatch', metric: 'quality' }],
          gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: '2%' }],
        },
      },
      maxCost: null,
      maxRunAge: '12h',
    };
    expect(checkOf('config')(value)).toEqual([]);
  });

  it('refuses keys that nobody knows, wherever they stand', () => {
    const value = {
      prompts: { greet: { dataset: 'a.csv', gates: [{ mn: 1 }], x: 1 } },
      providers: { a: { baseUrl: 'http://x' } },
      prices: { 'a/b': { input: 1, output: 1, inptu: 1 } },
    };
    expect(
      checkOf('config')(value)
        .map((problem) => problem.field)
        .sort(),
    ).toEqual(['prices["a/b"].inptu', 'prompts.greet.gates[0].mn', 'prompts.greet.x', 'providers.a.baseUrl']);
  });
});
