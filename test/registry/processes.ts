import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { tasks } from './worker-tasks.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Compiles the tasks once, so that each of the many processes starts in the time that Node itself needs: Node 20
 * reads no TypeScript, and the project need not be built to be tested.
 *
 * @returns the URL that a worker imports them from.
 */
export async function buildTasks(folder: string): Promise<string> {
  const root = join(here, '../..');
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  );
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, noCheck: true, rootDir: root, outDir: folder, paths: {}, types: [] },
    files: [join(here, 'worker-tasks.ts')],
    include: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  // Packages are looked for above the compiled file.
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await promisify(execFile)(process.execPath, [compiler, '-p', folder]);
  return pathToFileURL(join(folder, 'test/registry/worker-tasks.js')).href;
}

export interface Work {
  /** What `buildTasks` returned. */
  url: string;
  task: keyof typeof tasks;
  /** The registry's folder or URL. */
  place: string;
}

/** A process that has loaded everything and waits to be told to start. */
export async function startWorker({ url, task, place }: Work, name: string): Promise<ChildProcess> {
  const worker = fork(join(here, 'worker.mjs'), [url, task, place, name], { execArgv: [] });
  const died = once(worker, 'exit').then(([code]) =>
    Promise.reject(new Error(`the worker ended with ${code}`)),
  );
  await Promise.race([once(worker, 'message'), died]);
  died.catch(() => undefined);
  return worker;
}

/** Runs one task in several processes that all begin at once. */
export async function race(work: Work, count: number): Promise<unknown[]> {
  const names = Array.from({ length: count }, (_, index) => `process-${index}`);
  const workers = await Promise.all(names.map((name) => startWorker(work, name)));
  return await Promise.all(
    workers.map(async (worker) => {
      const answer = once(worker, 'message');
      worker.send('go');
      const [message] = await answer;
      return message.result;
    }),
  );
}

export async function temporaryFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'prompteval-registry-'));
}

export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder();
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
