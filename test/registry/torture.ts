import { rm } from 'node:fs/promises';
import { startPostgres } from '../support/postgres-server.ts';
import { killAtRandom } from './kills.ts';
import { type Backend, files, inPostgres } from './places.ts';
import { buildTasks, temporaryFolder } from './processes.ts';

/** The long form of the kill test. @returns whether every audit found nothing */
export async function torture(
  name: 'files' | 'postgres',
  kills: number,
  print: (line: string) => void,
): Promise<boolean> {
  const build = await temporaryFolder();
  try {
    const url = await buildTasks(build);
    return await withBackend(name, (backend) => tortureBackend(backend, url, kills, print));
  } finally {
    await rm(build, { recursive: true, force: true });
  }
}

async function tortureBackend(
  backend: Backend,
  url: string,
  kills: number,
  print: (line: string) => void,
): Promise<boolean> {
  const started = Date.now();
  let nextLine = kills / 10;
  const tally = await killAtRandom({
    url,
    backend,
    kills,
    onProgress(current) {
      if (current.kills < nextLine || current.kills === kills) return;
      nextLine += kills / 10;
      print(`${current.kills} of ${kills} kills: ${current.findings.length} findings`);
    },
  });
  for (const finding of tally.findings) print(`✖ ${finding}`);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  print(
    `${tally.findings.length === 0 ? '✔' : '✖'} ${tally.kills} kills of processes that wrote to ${tally.registries} registries ${backend.name}, ` +
      `${tally.moves} moves landed, ${tally.audits} audits, ${tally.findings.length} findings, ${seconds} s`,
  );
  return tally.findings.length === 0;
}

async function withBackend<Value>(
  name: 'files' | 'postgres',
  use: (backend: Backend) => Promise<Value>,
): Promise<Value> {
  if (name === 'files') return use(files);
  const server = await startPostgres();
  if ('skipped' in server) throw new Error(server.skipped);
  try {
    return await use(inPostgres(server));
  } finally {
    await server.stop();
  }
}
