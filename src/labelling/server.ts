import { once } from 'node:events';
import { createServer } from 'node:http';
import { newToken } from './guard.ts';
import { createHandler } from './handle-request.ts';
import { labelPage } from './page.ts';
import type { LabelSession } from './session.ts';

export interface LabelServer {
  /** With its token: whoever has it may label. */
  url: string;
  /** Resolves when the person says on the page that they are done. */
  done: Promise<void>;
  close(): Promise<void>;
}

const address = '127.0.0.1';

/** Serves the page to this machine alone, on a free port, until it is closed. */
export async function startLabelServer(session: LabelSession): Promise<LabelServer> {
  const token = newToken();
  const { promise: done, resolve } = withResolver();
  const page = labelPage(session.state());
  let host = '';
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    void createHandler({ session, token, host, page, onDone: resolve })(request, response);
  });
  server.listen(0, address);
  await once(server, 'listening');
  const taken = server.address();
  host = `${address}:${typeof taken === 'object' && taken !== null ? taken.port : 0}`;
  return {
    url: `http://${host}/${token}/`,
    done,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const force = setTimeout(() => server.closeAllConnections(), 1000);
      await closed;
      clearTimeout(force);
    },
  };
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
