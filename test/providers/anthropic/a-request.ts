import type { ModelRequest } from '../../../src/core/provider.ts';

/** A plain request, with some parts replaced. */
export function aRequest(parts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'claude-sonnet-4-6',
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
