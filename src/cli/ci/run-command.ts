import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Json } from '../../core/json.ts';
import { plainLog } from '../../core/log-line.ts';
import { ownFile } from '../../core/package-root.ts';
import type { GlobalOptions } from '../output.ts';

const program = ownFile('bin', 'prompteval.js');

/** How a command of this tool ended. */
export interface CommandResult {
  exitCode: number;
  /** What it put on standard output; undefined where that is no JSON document. */
  document: Json | undefined;
}

/**
 * Runs a command of this very tool with --json, as anybody could type it. What it says besides goes to standard error, in
 * lines that no CI obeys.
 */
export async function runCommand(
  args: readonly string[],
  { config, signKey, quiet }: GlobalOptions,
): Promise<CommandResult> {
  const global = [
    ...['--json', '--no-color'],
    ...(config === undefined ? [] : ['--config', config]),
    ...(signKey === undefined ? [] : ['--sign-key', signKey]),
    ...(quiet ? ['--quiet'] : []),
  ];
  const child = spawn(process.execPath, [program, ...args, ...global], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stopPassing = passSignals(child);
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  createInterface({ input: child.stderr }).on('line', (line) => process.stderr.write(`${plainLog(line)}\n`));
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 130));
    });
    return { exitCode, document: parse(chunks.join('')) };
  } finally {
    stopPassing();
  }
}

/** A job that is cancelled ends its command in an orderly way: what was measured is kept. */
function passSignals(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const passers = signals.map((signal) => ({ signal, pass: () => void child.kill(signal) }));
  for (const { signal, pass } of passers) process.on(signal, pass);
  return () => {
    for (const { signal, pass } of passers) process.off(signal, pass);
  };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
