// Measures what delivery costs, all in one run: `prompteval serve` against a bare node:http server that returns the
// same bytes, in turns, at 64 connections; and the client's get from memory.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '../dist/bundle/client.js';
import { median } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = '/v1/prompts/support-triage/aliases/stable';
const connections = 64;
const rounds = 15;
const secondsEach = 0.7;

const folder = mkdtempSync(join(tmpdir(), 'prompteval-bench-'));
const children = [];
try {
  await main();
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  for (const name of ['prompts', 'datasets', 'evaluators', 'prompteval.config.ts', '.prompteval']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  const serve = await start([join(root, 'bin', 'prompteval.js'), 'serve', '--port', '0'], folder);
  const bytes = Buffer.from(await (await fetch(serve.url + path)).arrayBuffer());
  const bare = await start([join(root, 'bench', 'bare-server.mjs'), bytes.toString('base64')], folder);
  const targets = { bare, serve };

  for (const target of Object.values(targets)) await load(target, 1);
  const results = { bare: [], serve: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(targets)) results[name].push(await load(targets[name], secondsEach));
  }
  console.log(
    `${bytes.length} bytes, ${connections} connections, ${rounds} rounds of ${secondsEach} s each in turns`,
  );
  for (const [name, runs] of Object.entries(results)) {
    const rate = `${of(runs, 'perSecond').toFixed(0).padStart(6)} requests/s`;
    const least = Math.min(...runs.map((run) => run.p99));
    const latency = `p50 ${of(runs, 'p50').toFixed(2)} ms   p99 ${of(runs, 'p99').toFixed(2)} ms (least ${least.toFixed(2)} ms)`;
    const cpu = `${of(runs, 'cpuMicros').toFixed(1)} µs of processor time a request`;
    console.log(`${name.padEnd(6)} ${rate}   ${latency}   ${cpu}`);
  }
  const share = median(results.serve.map((run, round) => run.perSecond / results.bare[round].perSecond));
  const p99 = of(results.serve, 'p99');
  console.log(
    `serve / bare ${share.toFixed(2)} (target ≥ 0.7 ${mark(share >= 0.7)}), p99 under 10 ms ${mark(p99 < 10)}`,
  );
  await measureClient(serve.url);
}

function of(runs, field) {
  return median(runs.map((run) => run[field]));
}

/** A get that is answered from memory, awaited one by one, with and without values. */
async function measureClient(url) {
  const client = createClient({ url, refreshMs: 600_000, maxStalenessMs: 600_000 });
  const options = { variables: { message: 'My lamp does not answer any more.' } };
  for (const [name, wanted] of [
    ['get', undefined],
    ['get, filled in', options],
  ]) {
    const times = [];
    const cpu = process.cpuUsage();
    for (let batch = 0; batch < 600; batch++) {
      const startedAt = performance.now();
      for (let call = 0; call < 200; call++) await client.get('support-triage', wanted);
      times.push(((performance.now() - startedAt) / 200) * 1000);
    }
    const time = median(times.slice(100));
    const { user, system } = process.cpuUsage(cpu);
    console.log(
      `client ${name.padEnd(15)} ${time.toFixed(2)} µs (target under 5 µs ${mark(time < 5)}), ${((user + system) / 120_000).toFixed(2)} µs of processor time`,
    );
  }
}

/** The load comes from a process of its own, so that it does not wait for what it measures. */
function load({ url, pid }, seconds) {
  return new Promise((resolve, reject) => {
    const before = cpuSeconds(pid);
    const child = spawn(process.execPath, [
      join(root, 'bench', 'load.mjs'),
      url + path,
      String(connections),
      String(seconds),
    ]);
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.pipe(process.stderr);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`load ended with ${code}`));
      const run = JSON.parse(text);
      resolve({ ...run, cpuMicros: ((cpuSeconds(pid) - before) / run.requests) * 1e6 });
    });
  });
}

/** Of a process so far; NaN where the kernel does not tell. A busy machine changes it less than it changes the clock. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** @returns the process, and the address that it says it serves at. */
function start(args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let text = '';
    child.on('error', reject);
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /http:\/\/[\d.]+:\d+/.exec(text)?.[0];
      if (found) resolve({ url: found, pid: child.pid });
    });
  });
}

function mark(met) {
  return met ? '✔' : '✖';
}
