import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { tasks } from './worker-tasks.ts';

const script = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** A process that has loaded everything and waits to be told to start. */
export async function startWorker(
  task: keyof typeof tasks,
  root: string,
  name: string,
): Promise<ChildProcess> {
  const worker = fork(script, [task, root, name], { execArgv: [], stdio: 'inherit' });
  await once(worker, 'message');
  return worker;
}

/** Runs one task in several processes that all begin at once. */
export async function race(task: keyof typeof tasks, root: string, count: number): Promise<unknown[]> {
  const names = Array.from({ length: count }, (_, index) => `process-${index}`);
  const workers = await Promise.all(names.map((name) => startWorker(task, root, name)));
  return await Promise.all(
    workers.map(async (worker) => {
      const answer = once(worker, 'message');
      worker.send('go');
      const [message] = await answer;
      return message.result;
    }),
  );
}

export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'prompteval-registry-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
