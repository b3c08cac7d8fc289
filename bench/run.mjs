// npm run bench [-- --cases 5000 --latency 50 --concurrency 100]
// Compares a whole run with its floor and with a bare loop over the SDK, all in one go: only ratios mean anything.
import { spawn } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median } from './measure.mjs';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    latency: { type: 'string', default: '50' },
    concurrency: { type: 'string', default: '100' },
  },
});
const [cases, latencyMs, concurrency] = [
  Number(values.cases),
  Number(values.latency),
  Number(values.concurrency),
];
const calls = cases * 2;
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'prompteval.js');

const { server, baseURL } = await startServer();
const folder = mkdtempSync(join(tmpdir(), 'prompteval-bench-'));
try {
  await main();
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const floor = (calls * latencyMs) / concurrency / 1000;
  console.log(
    `${calls} calls at ${latencyMs} ms, ${concurrency} in flight; the floor is ${floor.toFixed(1)} s`,
  );
  const bare = await measure(process.execPath, [
    join(root, 'bench', 'bare-loop.mjs'),
    baseURL,
    String(calls),
    String(concurrency),
  ]);
  if (bare.exitCode !== 0) throw new Error(bare.stderr);
  const whole = await runProject();
  printRow('bare p-limit + SDK', bare, JSON.parse(bare.stdout).medianLatencyMs, floor);
  printRow('prompteval run', whole, whole.medianLatencyMs, floor);
  console.log(
    `prompteval ÷ bare loop: ${(whole.seconds / bare.seconds).toFixed(2)} in time, ${(whole.peakMB / bare.peakMB).toFixed(2)} in memory`,
  );
  console.log(
    `targets: time ≤ 1.6 × floor ${mark(whole.seconds <= 1.6 * floor)}, memory ≤ 250 MB ${mark(whole.peakMB <= 250)}, ` +
      `median latency within 10 % of ${latencyMs} ms ${mark(Math.abs(whole.medianLatencyMs / latencyMs - 1) <= 0.1)}`,
  );
  await compareStartUp();
}

/** 5,000 cases × 2 arms, scored, compared, judged and reported. */
async function runProject() {
  mkdirSync(join(folder, 'prompts'));
  const rows = Array.from(
    { length: cases },
    (_, index) => `case-${index},Question number ${index}: what is it?,${index % 7}`,
  );
  writeFileSync(join(folder, 'cases.csv'), ['id,question,expected', ...rows].join('\n'));
  writeFileSync(join(folder, 'prompteval.config.mjs'), configText());
  writeFileSync(
    join(folder, 'prompts', 'bench.prompt.yml'),
    promptText('Answer with a line that starts with "A: ".'),
  );
  const cli = (...args) => measure(process.execPath, [bin, ...args], { cwd: folder });
  const published = await cli('publish', 'bench', '--note', 'baseline');
  if (published.exitCode !== 0) throw new Error(published.stderr);
  writeFileSync(
    join(folder, 'prompts', 'bench.prompt.yml'),
    promptText('Answer in one line that starts with "A: ".'),
  );
  const run = await cli('run', 'bench', '--baseline', 'bench@1', '--json');
  if (run.exitCode === 2 || run.stdout === '') throw new Error(run.stderr);
  const { id, trials } = JSON.parse(run.stdout);
  if (trials.completed !== calls) throw new Error(`${trials.completed} of ${calls} trials were completed`);
  return {
    ...run,
    medianLatencyMs: await medianLatency(join(folder, 'reports', 'bench', id, 'trials.jsonl')),
  };
}

function configText() {
  return `import { defineConfig, exactMatch } from 'prompteval';
export default defineConfig({
  prompts: { bench: { dataset: 'cases.csv', evaluators: [exactMatch({ metric: 'quality', extract: /A: (.+)/ })],
    gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.03 }, { metric: 'latency', maxIncrease: '20%' }] } },
  providers: { openai: { baseURL: '${baseURL}', apiKey: 'unused', concurrency: ${concurrency} } },
  prices: { 'openai/bench': { input: 0.1, output: 0.4 } },
});
`;
}

function promptText(instruction) {
  return `name: bench
model: openai/bench
messages:
  - role: system
    content: |
      ${instruction}
  - role: user
    content: |
      {{question}}
`;
}

async function medianLatency(file) {
  const latencies = [];
  for await (const line of createInterface({ input: createReadStream(file) }))
    latencies.push(JSON.parse(line).completion.latencyMs);
  return median(latencies);
}

/** In turns, so that a machine that slows down slows both. */
async function compareStartUp() {
  const times = { node: [], version: [], help: [] };
  for (let round = 0; round < 15; round++) {
    times.node.push((await measure(process.execPath, ['-e', '0'])).seconds);
    times.version.push((await measure(process.execPath, [bin, '--version'])).seconds);
    times.help.push((await measure(process.execPath, [bin, '--help'])).seconds);
  }
  const ratio = median(times.version.map((seconds, round) => seconds / times.node[round]));
  console.log(
    `start-up: node -e 0 ${ms(median(times.node))}, --version ${ms(median(times.version))} (${ratio.toFixed(2)} ×), --help ${ms(median(times.help))}; target ≤ 1.5 × ${mark(ratio <= 1.5)}`,
  );
}

function printRow(name, { seconds, cpuSeconds, peakMB }, latency, floor) {
  console.log(
    `${name.padEnd(20)} ${seconds.toFixed(1)} s (${(seconds / floor).toFixed(2)} × floor)  cpu ${cpuSeconds?.toFixed(1)} s  peak ${peakMB?.toFixed(0)} MB  median latency ${latency.toFixed(1)} ms`,
  );
}

function mark(met) {
  return met ? '✔' : '✖';
}

function ms(seconds) {
  return `${(seconds * 1000).toFixed(0)} ms`;
}

function startServer() {
  return new Promise((resolve, reject) => {
    const server = spawn(process.execPath, [join(root, 'bench', 'model-server.mjs'), String(latencyMs)]);
    server.once('error', reject);
    server.stdout.once('data', (port) =>
      resolve({ server, baseURL: `http://127.0.0.1:${String(port).trim()}/v1` }),
    );
  });
}
