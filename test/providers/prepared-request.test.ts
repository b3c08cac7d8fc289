import { expect, it, vi } from 'vitest';
import { requestPreparer } from '../../src/providers/prepared-request.ts';

function writer() {
  return {
    buildRequest: vi.fn(
      async ({ path, body, headers }: { path: string; body: object; headers?: object }) => ({
        url: `http://host${path}?${JSON.stringify(body)}`,
        req: { headers: new Headers({ Authorization: 'Bearer key', ...headers }) },
      }),
    ),
  };
}

it('asks the SDK once for each kind of call', async () => {
  const client = writer();
  const prepare = requestPreparer(client);
  const asked = { path: '/chat', model: 'a' };
  const [first, again, other, versioned] = await Promise.all([
    prepare(asked),
    prepare(asked),
    prepare({ ...asked, model: 'b' }),
    prepare({ ...asked, headers: { version: '2' } }),
  ]);
  expect(client.buildRequest).toHaveBeenCalledTimes(3);
  expect(first).toEqual({
    url: 'http://host/chat?{"model":"a"}',
    headers: { 'accept-encoding': 'identity', authorization: 'Bearer key' },
  });
  expect(again).toBe(first);
  expect(other?.url).toBe('http://host/chat?{"model":"b"}');
  expect(versioned?.headers).toHaveProperty('version', '2');
});
