// A loopback model with a fixed latency, in OpenAI's chat format: node bench/model-server.mjs <latency ms>
import http from 'node:http';
import { categories } from './project.mjs';

const latencyMs = Number(process.argv[2] ?? 50);

const reply = (body) => {
  const question = body.messages.at(-1)?.content ?? '';
  const number = Number(/number (\d+)/.exec(question)?.[1] ?? 0);
  const category = categories[number % categories.length];
  const answer = {
    category,
    reply: `We looked at question ${number} and will be in touch with you shortly.`,
  };
  return {
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: body.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: JSON.stringify(answer) },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
};

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const bytes = Buffer.from(JSON.stringify(reply(JSON.parse(Buffer.concat(chunks).toString()))));
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
      response.end(bytes);
    }, latencyMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(server.address().port));
