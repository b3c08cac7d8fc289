import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const bin = fileURLToPath(new URL('../../bin/prompteval.js', import.meta.url));

export interface CliOptions {
  cwd: string;
  /** Added to the cleaned environment; undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  /** Written to stdin; without it stdin is empty. */
  input?: string;
}

export interface CliResult {
  /** null where a signal ended the process. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** stdout as exactly one JSON document; throws with both streams in its message where it is none. */
  json<Value = unknown>(): Value;
}

/** Runs the built `bin/prompteval.js` to its end. */
export async function runCli(args: string[], options: CliOptions): Promise<CliResult> {
  return startCli(args, options).finished;
}

/** The same, with the process in hand for signals. It is killed when the test ends. */
export function startCli(
  args: string[],
  options: CliOptions,
): { child: ChildProcess; finished: Promise<CliResult> } {
  return startNode([bin, ...args], options);
}

/** Any script of Node's under the same cleaned environment. */
export function startNode(
  args: string[],
  { cwd, env = {}, input = '' }: CliOptions,
): { child: ChildProcess; finished: Promise<CliResult> } {
  const child = spawn(process.execPath, args, { cwd, env: { ...cleanEnvironment(), ...env }, stdio: 'pipe' });
  killWhenTestEnds(child);
  // A process that ends without reading its input closes the pipe; that is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
    });
  }
  const finished = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, ...texts, json: () => parseOrThrow(texts) });
    });
  });
  return { child, finished };
}

const unwanted =
  /^(OPENAI|ANTHROPIC|AWS|PROMPTEVAL|VITEST|GITHUB)_|^(CI|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|NODE_V8_COVERAGE|TEST|VITEST|DEBUG|OTEL_\w+|(HTTPS?|NO)_PROXY|(https?|no)_proxy)$/;

/** What the machine, its CI and vitest set must not change what a test sees; keys must never be used. */
export function cleanEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !unwanted.test(name))),
    // A config that was transpiled once is not transpiled by the next command, nor left in the tester's home.
    XDG_CACHE_HOME: join(tmpdir(), 'prompteval-test-cache'),
  };
}

function killWhenTestEnds(child: ChildProcess): void {
  try {
    onTestFinished(() => void child.kill('SIGKILL'));
  } catch {
    // Outside of a test (in beforeAll) the caller waits for the end itself.
  }
}

function parseOrThrow<Value>({ stdout, stderr }: { stdout: string; stderr: string }): Value {
  try {
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`stdout is no JSON document (${error})\n--- stdout\n${stdout}\n--- stderr\n${stderr}`);
  }
}
