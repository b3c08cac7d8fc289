import { expect, it } from 'vitest';
import { resolveRisk } from '../../../src/config/resolve-risk.ts';
import type { ResolvedConfig } from '../../../src/config/resolved-config.ts';
import { createProviderPool } from '../../../src/project/models/providers.ts';

function configWith(providers: ResolvedConfig['providers']): ResolvedConfig {
  return {
    root: '/nowhere',
    file: '/nowhere/prompteval.config.ts',
    prompts: new Map(),
    providers,
    prices: {},
    registry: '',
    reports: '',
    maxCost: null,
    cache: 'off',
    maxRunAgeMs: 0,
    webhooks: [],
    owners: null,
    identity: null,
    risk: resolveRisk(),
    releaseFrom: 'anywhere',
  };
}

const limits = { requestsPerMinute: 60, tokensPerMinute: 1000 };

it.each<[string, ResolvedConfig['providers'][string]]>([
  ['an adapter', { type: 'demo', ...limits }],
  ['a provider of one’s own', { complete: async () => ({ text: '' }), ...limits }],
])('%s keeps to what its config allows a minute', async (_, entry) => {
  const pool = createProviderPool(configWith({ limited: entry, free: { type: 'demo' } }), { concurrency: 3 });
  await pool.prepare(['limited/a', 'free/b']);
  expect(pool.providerOf('limited/a').provider).toMatchObject({ ...limits, concurrency: 3 });
  expect(pool.providerOf('free/b').provider).not.toHaveProperty('requestsPerMinute');
  await pool.close();
});
