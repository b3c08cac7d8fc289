import { describe, expect, it } from 'vitest';
import { sendJson } from '../../server.ts';
import { fixture } from '../fixture.ts';
import { apiKey, ask, failureOf, startOpenAI } from '../start.ts';

const start = (status: number, body: unknown) =>
  startOpenAI((response) => sendJson(response, status, body), { name: 'responses', api: 'responses' });

it('sends one request of the Responses API and maps the reply', async () => {
  const { server, provider } = await start(200, fixture('responses/text'));
  const reply = await ask(provider);
  expect(reply).toMatchObject({ text: '{"category": "billing"}', servedModel: 'o4-mini-2025-04-16' });
  expect(reply.latencyMs).toBeGreaterThan(0);
  expect(reply).not.toHaveProperty('firstTokenMs');
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/v1/responses' });
  expect(request?.headers.authorization).toBe(`Bearer ${apiKey}`);
  expect(JSON.parse(request?.body ?? '')).toEqual({
    model: 'gpt-4.1-mini',
    input: [{ role: 'user', content: 'Hello' }],
    store: false,
    temperature: 0,
    max_output_tokens: 300,
  });
});

describe('refusals', () => {
  const failed = (code: string) => ({ ...fixture('responses/failed'), error: { code, message: 'Sorry' } });
  it.each<[string, number, unknown, string, string, RegExp]>([
    ['failed', 200, fixture('responses/failed'), 'server-error', 'attempt', /failed to generate a response/],
    ['rate limit', 200, failed('rate_limit_exceeded'), 'rate-limited', 'attempt', /Sorry/],
    ['no quota', 200, failed('insufficient_quota'), 'quota-exceeded', 'run', /Sorry/],
    ['bad prompt', 200, failed('invalid_prompt'), 'bad-request', 'trial', /Sorry/],
    ['bad image', 200, failed('image_too_large'), 'bad-request', 'trial', /Sorry/],
    ['unheard of', 200, failed('constructor'), 'server-error', 'attempt', /Sorry/],
    [
      'cancelled',
      200,
      { status: 'cancelled', output: [], error: null },
      'server-error',
      'attempt',
      /is cancelled/,
    ],
    ['not this API', 200, { choices: [] }, 'bad-reply', 'attempt', /Responses API/],
    ['no such API', 404, '404 page not found', 'not-found', 'run', /answered 404/],
  ])('%s', async (_name, status, body, code, scope, message) => {
    const { provider } = await start(status, body);
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope });
    expect(error.message).toMatch(message);
  });

  it('names a parameter inside of another member', async () => {
    const { provider } = await start(400, fixture('responses/unsupported-parameter'));
    const error = await failureOf(ask(provider, { parameters: { reasoningEffort: 'low', temperature: 1 } }));
    expect(error).toMatchObject({
      code: 'unsupported-parameter',
      scope: 'run',
      parameter: 'reasoningEffort',
    });
  });
});
