// A loopback server that answers as OpenAI, Anthropic and Bedrock do: node bench/vendor-server.mjs <latency ms>
import http from 'node:http';

const latencyMs = Number(process.argv[2] ?? 10);
const text = 'So it is, as far as I can tell from the question alone.\nA: 42';

const replies = {
  '/v1/chat/completions': {
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'bench',
    choices: [
      { index: 0, message: { role: 'assistant', content: text, refusal: null }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  },
  '/v1/messages': {
    id: 'msg_bench',
    type: 'message',
    role: 'assistant',
    model: 'bench',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 100, output_tokens: 20 },
  },
  '/model/bench/converse': {
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason: 'end_turn',
    usage: { inputTokens: 100, outputTokens: 20, totalTokens: 120 },
    metrics: { latencyMs },
  },
};
const bytes = new Map(
  Object.entries(replies).map(([path, body]) => [path, Buffer.from(JSON.stringify(body))]),
);

const server = http.createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const body = bytes.get(request.url);
    setTimeout(() => {
      response.writeHead(body ? 200 : 404, {
        'content-type': 'application/json',
        'content-length': body?.length ?? 0,
      });
      response.end(body);
    }, latencyMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(server.address().port));
