// A loopback model that says in each answer how long it really took: node bench/timed-server.mjs <latency ms>
import http from 'node:http';
import { performance } from 'node:perf_hooks';

const latencyMs = Number(process.argv[2] ?? 50);

const server = http.createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const came = performance.now();
    setTimeout(() => {
      const took = performance.now() - came;
      const message = { role: 'assistant', content: took.toFixed(3) };
      const bytes = Buffer.from(
        JSON.stringify({
          id: 'chatcmpl-timed',
          object: 'chat.completion',
          created: 1_700_000_000,
          model: 'timed',
          choices: [{ index: 0, message, finish_reason: 'stop' }],
          usage: { prompt_tokens: 100, completion_tokens: 2, total_tokens: 102 },
        }),
      );
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
      response.end(bytes);
    }, latencyMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(server.address().port));
