import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { cleanEnvironment } from './run-cli.ts';

const shared = new URL('../../../shared/', import.meta.url);
const tool = new URL('tools/replay-server.mjs', shared);

/** The GSM8K test problems, and what two models answered to them. */
export const gsm8k = {
  cases: fileURLToPath(new URL('data/gsm8k/cases.csv', shared)),
  recorded: fileURLToPath(new URL('data/gsm8k/recorded.jsonl', shared)),
};

/** Whether the folder beside the repository is there; tests that need it are skipped otherwise. */
export const sharedIsPresent = [tool, gsm8k.cases, gsm8k.recorded].every((file) => existsSync(file));

/** Ends the title of a test that needs the folder. */
export const skippedWithoutShared = sharedIsPresent ? '' : ' (skipped: ../shared is absent)';

export interface ReplayServer {
  /** With /v1, as OPENAI_BASE_URL has it. */
  baseURL: string;
  close(): Promise<void>;
}

/** Serves recorded answers on a free port; stopped when the test ends. `flags` such as `--latency-ms 0`. */
export async function startReplayServer(
  data = gsm8k.recorded,
  flags: string[] = ['--latency-ms', '0'],
): Promise<ReplayServer> {
  const args = [fileURLToPath(tool), '--data', data, '--port', '0', ...flags];
  const child = spawn(process.execPath, args, {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    onTestFinished(close);
  } catch {
    // Outside of a test (in beforeAll) the caller closes it itself.
  }
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      const origin = /http:\/\/\S+/.exec(line)?.[0];
      if (origin === undefined) reject(new Error(`replay-server printed ${line}`));
      else resolve(origin);
    });
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`replay-server ended with ${code}`)));
  });
  return { baseURL: `${address}/v1`, close };
}
