// Asks one address over and over on some connections, each for the next answer when it has the last one.
// Plain sockets: what an HTTP client costs would be more than what is measured.
import { connect } from 'node:net';

const [address = '', connections = '64', seconds = '2'] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(address);
const request = `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`;
const endsAt = performance.now() + Number(seconds) * 1000;
const startedAt = performance.now();
const latencies = [];

await Promise.all(Array.from({ length: Number(connections) }, ask));
const elapsed = (performance.now() - startedAt) / 1000;
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
console.log(
  JSON.stringify({
    requests: latencies.length,
    perSecond: latencies.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
  }),
);

function ask() {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let askedAt = 0;
    let missing = 0;
    const next = () => {
      if (performance.now() >= endsAt) {
        socket.destroy();
        resolve();
        return;
      }
      missing = 0;
      askedAt = performance.now();
      socket.write(request);
    };
    socket.setNoDelay(true).on('connect', next).on('error', reject);
    socket.on('data', (chunk) => {
      if (missing === 0) missing = lengthOf(chunk);
      missing -= chunk.length;
      if (missing > 0) return;
      latencies.push(performance.now() - askedAt);
      next();
    });
  });
}

/** Of head and body together. A server writes the head in one piece. */
function lengthOf(chunk) {
  const head = chunk.toString('latin1', 0, Math.min(chunk.length, 1024));
  const end = head.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (!head.startsWith('HTTP/1.1 200') || end === -1 || length === undefined)
    throw new Error(head.slice(0, 200));
  return end + 4 + Number(length);
}
