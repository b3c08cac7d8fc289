import type { ModelRequest } from '../../../src/core/provider.ts';

/** A call of one short message, with whatever a test wants otherwise. */
export function request(parts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'gpt-4.1-mini',
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

/** Two calls, one with broken arguments; the tool turn that names none answers the one that is left. */
export const toolConversation: ModelRequest['messages'] = [
  { role: 'user', content: 'How warm is it?' },
  {
    role: 'assistant',
    content: '',
    toolCalls: [
      { id: 'c1', name: 'get_weather', arguments: { city: 'Paris' } },
      { id: 'c2', name: 'get_weather', arguments: '{"city":' },
    ],
  },
  { role: 'tool', content: 'bad arguments', toolCallId: 'c2' },
  { role: 'tool', content: '21 degrees' },
  { role: 'assistant', content: '21 degrees.' },
];
