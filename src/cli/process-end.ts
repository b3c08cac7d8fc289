import { spawn } from 'node:child_process';
import { InputError, InterruptedError } from '../core/errors.ts';
import { showError } from './show-error.ts';

const exit = process.exit.bind(process);

/** What the command came to by itself; undefined while it runs. */
let decided: number | undefined;
let isJson = false;

/**
 * Code of the user's runs in this process (config, evaluators, providers), and its `process.exit(0)` would read as
 * "every gate passed". From here on the process ends with 0 only where the command did.
 */
export function guardProcessEnd(json: boolean): void {
  isJson = json;
  const endEarly = (message: string, hint: string): never => {
    showError(new InputError({ message, hint }), { json });
    return endProcess(2);
  };
  process.exit = (code) => {
    if (decided !== undefined) return exit(decided || code);
    const asked = `process.exit(${code ?? ''})${callerOf(new Error().stack)}`;
    return endEarly(`${asked} was called before the command had ended; nothing was decided`, throwInstead);
  };
  // Nothing is left that could go on, and yet the command waits for something.
  process.on('beforeExit', () => {
    if (decided === undefined) endEarly(`the command can't end: ${neverSettled}`, whereToLook);
  });
  process.on('exit', () => {
    if (decided !== 0) process.exitCode = decided ?? 2;
  });
}

const throwInstead = 'Code that the config loads must not end the process: let it throw an error';
const neverSettled = 'it waits for a promise that is never settled, and nothing is left that could settle it';
const whereToLook = 'Look for an await in the config, an evaluator or a provider of yours';

/** The command has ended by itself; its exit code stands. */
export function decideProcessEnd(): void {
  decided = Number(process.exitCode ?? 0);
}

/** Ends the process at once. */
export function endProcess(code: number): never {
  decided = code;
  return exit(code);
}

/** For a person who does not wait for what a first Ctrl-C asked for. */
export function endInterrupted(): never {
  const kept = 'It was ended at once. What was measured is kept, and --resume goes on with it';
  showError(new InterruptedError(kept), { json: isJson });
  endIfHung();
  return endProcess(130);
}

/**
 * Node waits for reads that are under way when it exits, and one from a pipe may never end. So another process ends
 * this one, if it is still there; as Ctrl-C does, so that a shell says 130 too.
 */
function endIfHung(): void {
  if (process.platform === 'win32') return;
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(name);
  const { pid } = process;
  const kill = `setTimeout(() => process.ppid === ${pid} && process.kill(${pid}, 'SIGINT'), 500)`;
  spawn(process.execPath, ['-e', kill], { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
}

/** ` at /project/evaluators/own.ts`: who called the function that made this stack. Its line is that of what was transpiled. */
function callerOf(stack = ''): string {
  const place = /(?:file:\/\/)?((?:\/|[A-Za-z]:\\)[^\s()]*):\d+:\d+/.exec(stack.split('\n')[2] ?? '')?.[1];
  return place === undefined ? '' : ` at ${place}`;
}
