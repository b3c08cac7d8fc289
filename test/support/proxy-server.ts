import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ProxyServer {
  /** `127.0.0.1:41234` */
  address: string;
  /** `CONNECT model.test:443` or `POST http://model.test/v1/…`, as they came. */
  asked: string[];
  /** The Proxy-Authorization of each. */
  authorizations: (string | undefined)[];
}

export interface ProxyOptions {
  /** The port of this machine that stands behind every name. */
  behind: number;
  /** Answered instead, where it is no 200. */
  status?: number;
}

/** A proxy on the loopback interface, for tunnels and for plain requests; closed when the test ends. */
export async function startProxyServer({ behind, status = 200 }: ProxyOptions): Promise<ProxyServer> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const note = (message: IncomingMessage) => {
    asked.push(`${message.method} ${message.url}`);
    authorizations.push(message.headers['proxy-authorization']);
  };
  const server = createServer((message, response) => {
    note(message);
    if (status !== 200) return void response.writeHead(status).end();
    const { pathname, search } = new URL(message.url ?? '');
    const { method, headers } = message;
    const onward = request({ host: '127.0.0.1', port: behind, path: pathname + search, method, headers });
    onward.on('response', (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
      reply.pipe(response);
    });
    message.pipe(onward);
  });
  server.on('connect', (message, socket) => {
    note(message);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = connect(behind, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].map((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, asked, authorizations };
}
