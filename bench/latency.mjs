// npm run bench:latency [-- --latency 50 --calls 4000]
// Is a recorded latency the model's? The server says in each answer how long that one took, so every error is known.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure } from './measure.mjs';

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '50' },
    calls: { type: 'string', default: '4000' },
    concurrency: { type: 'string', default: '4,25,100' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'prompteval.js');
const folder = mkdtempSync(join(tmpdir(), 'prompteval-latency-'));
const { server, baseURL } = await startServer();
try {
  await main();
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  mkdirSync(join(folder, 'prompts'));
  const prompt = 'name: bench\nmodel: openai/timed\nmessages:\n  - role: user\n    content: "{{question}}"\n';
  writeFileSync(join(folder, 'prompts', 'bench.prompt.yml'), prompt);
  console.log(`a server that takes ${values.latency} ms; recorded ÷ what the server says of the same calls`);
  for (const concurrency of values.concurrency.split(',').map(Number)) await runAt(concurrency);
  for (const evaluator of ['blocks 20 ms each', 'blocks 300 ms in 1 of 100']) await runAt(25, evaluator);
}

async function runAt(concurrency, blocks) {
  const calls = Math.min(Number(values.calls), concurrency * 150);
  const rows = Array.from({ length: calls }, (_, index) => `case-${index},Question ${index},x`);
  writeFileSync(join(folder, 'cases.csv'), ['id,question,expected', ...rows].join('\n'));
  writeFileSync(join(folder, 'prompteval.config.mjs'), configText(concurrency, blocks));
  const run = await measure(process.execPath, [bin, 'run', 'bench', '--json', '--quiet'], { cwd: folder });
  if (run.exitCode === 2 || run.stdout === '') throw new Error(run.stderr);
  const { id, verdict, warnings } = JSON.parse(run.stdout);
  const trials = readFileSync(join(folder, 'reports', 'bench', id, 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n');
  // The first wave opens the connections and meets code that was never run.
  const steady = trials.map((line) => JSON.parse(line).completion).slice(concurrency);
  const recorded = steady.map(({ latencyMs }) => latencyMs);
  const real = steady.map(({ text }) => Number(text));
  const atLeast = steady.map(({ latencyMs, lagMs = 0 }) => latencyMs - lagMs);
  const at = (share) => {
    const [seen, true_, low] = [recorded, real, atLeast].map((list) => quantile(list, share));
    return `${seen.toFixed(1)} ms ÷ ${true_.toFixed(1)} = ${(seen / true_).toFixed(3)} (said: at least ${low.toFixed(1)}, so ≤ ${(seen / low).toFixed(3)})`;
  };
  console.log(`\n${concurrency} in flight, ${calls} calls${blocks ? `, an evaluator that ${blocks}` : ''}`);
  console.log(`  median ${at(0.5)} ${mark(quantile(recorded, 0.5) <= 1.05 * quantile(real, 0.5))}`);
  console.log(`  p99    ${at(0.99)} ${mark(quantile(recorded, 0.99) <= 1.2 * quantile(real, 0.99))}`);
  const wrong = steady.filter(
    ({ latencyMs, lagMs = 0, text }) => latencyMs - lagMs > Number(text) + 2,
  ).length;
  console.log(
    `  answers that took over 2 ms less than it says they took at least: ${wrong} of ${steady.length}`,
  );
  console.log(`  latency gate: ${verdict.outcomes.find(({ metric }) => metric === 'latency')?.text}`);
  for (const warning of warnings) console.log(`  ⚠ ${warning}`);
}

function configText(concurrency, blocks) {
  const busy = blocks?.includes('1 of 100') ? 'if (calls++ % 100 === 0) block(300);' : 'block(20);';
  return `import { defineConfig, exactMatch } from 'prompteval';
let calls = 0;
function block(ms) { const end = performance.now() + ms; while (performance.now() < end); }
const blocking = { name: 'blocking', version: '1', metrics: [{ id: 'blocked', better: 'higher', kind: 'binary', range: [0, 1] }],
  evaluate() { ${busy} return { metric: 'blocked', value: 1 }; } };
export default defineConfig({
  prompts: { bench: { dataset: 'cases.csv', evaluators: [exactMatch({ metric: 'quality' })${blocks ? ', blocking' : ''}],
    gates: [{ metric: 'latency', stat: 'p95', max: '100ms' }] } },
  providers: { openai: { baseURL: '${baseURL}', apiKey: 'unused', concurrency: ${concurrency} } },
  prices: { 'openai/timed': { input: 0.1, output: 0.4 } },
});
`;
}

function quantile(list, share) {
  const sorted = [...list].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function mark(met) {
  return met ? '✔' : '✖';
}

function startServer() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bench', 'timed-server.mjs'), values.latency]);
    child.once('error', reject);
    child.stdout.once('data', (port) =>
      resolve({ server: child, baseURL: `http://127.0.0.1:${String(port).trim()}/v1` }),
    );
  });
}
