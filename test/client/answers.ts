import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { ClientOptions, ClientProblem } from '../../src/client/client-types.ts';
import { createClient } from '../../src/client/create-client.ts';

/** A server that answers whatever a test wants; `answer` can be replaced while it runs. */
export async function fakeServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const fake = { url: '', requests: 0, answer };
  const server = createServer((request, response) => {
    fake.requests++;
    fake.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  fake.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return fake;
}

/** An address where nobody listens. */
export const nobody = 'http://127.0.0.1:9';

/** A client that keeps its problems, and asks again at once. */
export function makeClient(options: ClientOptions) {
  const problems: ClientProblem[] = [];
  const client = createClient({
    refreshMs: 0,
    maxStalenessMs: 0,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  return { client, problems, get: () => client.get('greet', { variables: { name: 'Ada' } }) };
}
