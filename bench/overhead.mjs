// npm run bench:overhead [-- --calls 1000 --rounds 9 --concurrency 50 --latency 10]
// What a call costs this process beyond the bare SDK: CPU time of prompteval's runner, adapter, scoring and journal minus
// that of the vendor's SDK as it comes, in one process, in turns, against one loopback server. Only the differences mean
// anything; the server is a process of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './measure.mjs';
import { prompteval } from './overhead/prompteval.mjs';
import { vendors } from './overhead/vendors.mjs';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '9' },
    concurrency: { type: 'string', default: '50' },
    latency: { type: 'string', default: '10' },
  },
});
const [calls, rounds, concurrency] = [values.calls, values.rounds, values.concurrency].map(Number);
const target = 0.3;

const server = spawn(process.execPath, [
  fileURLToPath(new URL('vendor-server.mjs', import.meta.url)),
  values.latency,
]);
const folder = mkdtempSync(join(tmpdir(), 'prompteval-overhead-'));
try {
  const port = await new Promise((resolve) => server.stdout.once('data', (line) => resolve(Number(line))));
  await main(`http://127.0.0.1:${port}`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function main(origin) {
  console.log(
    `${rounds} rounds of ${calls} calls each, ${concurrency} in flight; CPU a call, median of the rounds`,
  );
  const contenders = [];
  for (const vendor of vendors) {
    const bare = await vendor.bare(origin, concurrency);
    const ours = prompteval(await vendor.provider(origin, concurrency), vendor.parameters, folder);
    contenders.push({ name: vendor.name, bare, ours, seen: { bare: [], ours: [] } });
  }
  // The first rounds compile the code and open the connections.
  for (let round = -2; round < rounds; round++) {
    for (const { bare, ours, seen } of contenders) {
      const turns = [
        ['bare', bare],
        ['ours', ours],
      ];
      if (round % 2) turns.reverse();
      for (const [name, call] of turns) {
        const ms = await cpuOf(() => call(calls));
        if (round >= 0) seen[name].push(ms / calls);
      }
    }
  }
  for (const { name, seen } of contenders) {
    const difference = median(seen.ours.map((ms, round) => ms - seen.bare[round]));
    const figures = `bare ${show(median(seen.bare))}  prompteval ${show(median(seen.ours))}`;
    console.log(
      `${name.padEnd(10)} ${figures}  difference ${show(difference)}  ${difference <= target ? '✔' : '✖'}`,
    );
  }
  console.log(`target: at most ${target} ms of CPU a call`);
  for (const { bare, ours } of contenders) await Promise.all([bare.close?.(), ours.close()]);
}

/** Milliseconds, of all threads of this process. */
async function cpuOf(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function show(ms) {
  return `${ms.toFixed(3)} ms`;
}
