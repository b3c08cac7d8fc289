// npm run bench [-- --sizes 1000,10000,100000 --rows 1000000]
// What a run costs, all measured in one go on one machine: only ratios mean anything. Prints a Markdown table.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median } from './measure.mjs';
import { makeProject, writeCases } from './project.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    rows: { type: 'string', default: '1000000' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const rows = Number(values.rows);
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'prompteval.js');

/** The main measurement, and the one of growth: a model that answers soon leaves nothing but our own costs. */
const main = { trials: 10_000, latencyMs: 50, concurrency: 100 };
const growth = { latencyMs: 5, concurrency: 200 };

const checks = [];
const folders = [];
const servers = [];
try {
  console.log('| | time | CPU | a trial | peak memory |\n|---|---|---|---|---|');
  await compareWithFloor();
  await measureGrowth();
  await validateRows();
  await compareStartUp();
  console.log(`\n${checks.map(({ text, met }) => `- ${met ? '✔' : '✖'} ${text}`).join('\n')}`);
} finally {
  for (const server of servers) server.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** Against latency × calls ÷ concurrency, and against what a script of ten lines would do. */
async function compareWithFloor() {
  const { trials, latencyMs, concurrency } = main;
  const baseURL = await startServer(latencyMs);
  const floor = (trials * latencyMs) / concurrency / 1000;
  const load = `${number(trials)} calls at ${latencyMs} ms, ${concurrency} in flight`;
  console.log(`| ${load}: the floor | ${floor.toFixed(1)} s | | | |`);
  const bare = await measured('bare-loop.mjs', baseURL, String(trials), String(concurrency));
  printRow('p-limit around the openai SDK, the calls alone', bare, { floor, trials });
  const folder = await project({ baseURL, trials, concurrency });
  const whole = await run(folder, trials);
  printRow('`prompteval run`: three evaluators, verdict and report', whole, { floor, trials });
  await run(folder, trials, '--cache', 'write-only');
  const cached = await run(folder, trials, '--cache', 'read-only');
  printRow('the same again, every answer from the cache', cached, { trials });
  const report = await cli(folder, 'report');
  printRow('its report alone', report, {});
  check(
    `time ${(whole.seconds / floor).toFixed(2)} × the floor (at most 1.25)`,
    whole.seconds <= 1.25 * floor,
  );
  check(
    `time ${(whole.seconds / bare.seconds).toFixed(2)} ×, CPU ${(whole.cpuSeconds / bare.cpuSeconds).toFixed(2)} × and memory ${(whole.peakMB / bare.peakMB).toFixed(2)} × those of the bare loop`,
    whole.seconds <= bare.seconds,
  );
  check(`CPU a trial ${perTrial(whole, trials)} (at most 0.60 ms)`, whole.cpuSeconds / trials <= 0.0006);
  check(`memory ${mb(whole)} (at most 200 MB)`, whole.peakMB <= 200);
  const rest = cached.seconds - report.seconds;
  check(`cached rerun ${rest.toFixed(1)} s beside its report (at most 2 s)`, rest <= 2);
}

/** Whether a trial costs as much among many as among few. */
async function measureGrowth() {
  const baseURL = await startServer(growth.latencyMs);
  const runs = new Map();
  for (const trials of sizes) {
    const folder = await project({ baseURL, trials, concurrency: growth.concurrency });
    const whole = await run(folder, trials);
    const load = `at ${growth.latencyMs} ms, ${growth.concurrency} in flight`;
    printRow(`\`prompteval run\`, ${number(trials)} trials ${load}`, whole, { trials });
    runs.set(trials, whole);
    rmSync(folder, { recursive: true, force: true });
  }
  const [few, many] = sizes.slice(-2);
  if (many === undefined) return;
  const [small, large] = [runs.get(few), runs.get(many)];
  const steepness = large.seconds / many / (small.seconds / few);
  const load = `${number(many)} trials against ${number(few)}`;
  check(`${load}: ${steepness.toFixed(2)} × the time a trial (at most 1.10)`, steepness <= 1.1);
  const memory = large.peakMB / small.peakMB;
  check(`${load}: ${memory.toFixed(2)} × the memory (at most 1.30)`, memory <= 1.3);
}

async function validateRows() {
  if (rows === 0) return;
  const folder = await project({ baseURL: 'http://127.0.0.1:9/v1', trials: 2, concurrency: 1 });
  writeCases(join(folder, 'cases.csv'), rows);
  const validated = await cli(folder, 'validate');
  printRow(`\`prompteval validate\`, a dataset of ${number(rows)} rows`, validated, {});
  check(`memory of ${mb(validated)} for ${number(rows)} rows (at most 250 MB)`, validated.peakMB <= 250);
}

/** In turns, so that a machine that slows down slows all of them. */
async function compareStartUp() {
  const commands = { 'node -e 0': ['-e', '0'], version: [bin, '--version'], help: [bin, '--help'] };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < 15; round++) {
    for (const [name, args] of Object.entries(commands)) {
      times[name].push((await measure(process.execPath, args)).seconds);
    }
  }
  for (const [name, label] of [
    ['node -e 0', '`node -e 0`'],
    ['version', '`prompteval --version`'],
    ['help', '`prompteval --help`'],
  ]) {
    const seconds = median(times[name]);
    const ratio = median(times[name].map((time, round) => time / times['node -e 0'][round]));
    console.log(`| ${label} | ${(seconds * 1000).toFixed(0)} ms (${ratio.toFixed(2)} ×) | | | |`);
    if (name === 'version') check(`start-up ${ratio.toFixed(2)} × Node's own (at most 1.50)`, ratio <= 1.5);
  }
}

async function project({ baseURL, trials, concurrency }) {
  const folder = mkdtempSync(join(tmpdir(), 'prompteval-bench-'));
  folders.push(folder);
  await makeProject(folder, { bin, baseURL, cases: trials / 2, concurrency });
  return folder;
}

async function run(folder, trials, ...options) {
  const whole = await cli(folder, 'run', 'bench', '--baseline', 'bench@1', '--json', ...options);
  const { completed } = JSON.parse(whole.stdout).trials;
  if (completed !== trials) throw new Error(`${completed} of ${trials} trials were completed`);
  return whole;
}

async function cli(folder, ...args) {
  const done = await measure(process.execPath, [bin, ...args], { cwd: folder });
  if (done.exitCode === 2) throw new Error(done.stderr);
  return done;
}

async function measured(script, ...args) {
  const done = await measure(process.execPath, [join(root, 'bench', script), ...args]);
  if (done.exitCode !== 0) throw new Error(done.stderr);
  return done;
}

function printRow(name, done, { floor, trials }) {
  const { seconds, cpuSeconds } = done;
  const time = `${seconds.toFixed(1)} s${floor === undefined ? '' : ` (${(seconds / floor).toFixed(2)} ×)`}`;
  const each = trials === undefined ? '' : perTrial(done, trials);
  console.log(`| ${name} | ${time} | ${cpuSeconds?.toFixed(1)} s | ${each} | ${mb(done)} |`);
}

function perTrial({ cpuSeconds }, trials) {
  return `${((cpuSeconds / trials) * 1000).toFixed(2)} ms`;
}

function mb({ peakMB }) {
  return `${peakMB?.toFixed(0)} MB`;
}

function number(value) {
  return value.toLocaleString('en-US');
}

function check(text, met) {
  checks.push({ text, met });
}

function startServer(latencyMs) {
  return new Promise((resolve, reject) => {
    const server = spawn(process.execPath, [join(root, 'bench', 'model-server.mjs'), String(latencyMs)]);
    servers.push(server);
    server.once('error', reject);
    server.stdout.once('data', (port) => resolve(`http://127.0.0.1:${String(port).trim()}/v1`));
  });
}
