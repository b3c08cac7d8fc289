import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { ModelRequest } from '../../../src/core/provider.ts';

/** True replies in the shape that AWS's API reference documents. */
export function fixture(name: string): Record<string, unknown> {
  return JSON.parse(
    readFileSync(new URL(`../../fixtures/providers/bedrock/${name}.json`, import.meta.url), 'utf8'),
  );
}

export const secret = 'VerySecretAccessKey0123456789';

/** Nothing of this machine's: the SDK looks at variables, files and the network. Undone by vi.unstubAllEnvs. */
export function stubAws(variables: Record<string, string> = {}): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  }
  const nowhere = {
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries({ ...nowhere, ...variables })) vi.stubEnv(name, value);
}

export const credentials = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00', AWS_SECRET_ACCESS_KEY: secret };

export function request(parts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    messages: [{ role: 'user', content: 'Hello' }],
    parameters: {},
    responseFormat: 'text',
    outputSchema: null,
    tools: [],
    toolChoice: null,
    signal: new AbortController().signal,
    ...parts,
  };
}
