// What the calls cost without prompteval: p-limit around the SDK as it comes.
// node bench/bare-loop.mjs <base URL> <calls> <concurrency>
import OpenAI from 'openai';
import pLimit from 'p-limit';

const [baseURL, calls, concurrency] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'unused', maxRetries: 0 });
const limit = pLimit(Number(concurrency));
const latencies = [];

await Promise.all(
  Array.from({ length: Number(calls) }, (_, index) =>
    limit(async () => {
      const startedAt = performance.now();
      await client.chat.completions.create({
        model: 'bench',
        messages: [
          { role: 'system', content: 'Answer with a line that starts with "A: ".' },
          { role: 'user', content: `Question number ${index}: what is it?` },
        ],
      });
      latencies.push(performance.now() - startedAt);
    }),
  ),
);
latencies.sort((a, b) => a - b);
console.log(JSON.stringify({ medianLatencyMs: latencies[latencies.length >> 1] }));
