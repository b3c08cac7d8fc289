import { InputError, PromptevalError } from '../core/errors.ts';
import { formatProblem } from '../core/problem.ts';
import { printable } from '../core/text.ts';

/** commander has printed what there was to say; only the exit code is left. */
export class UsageExit extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('usage');
    this.exitCode = exitCode;
  }
}

/**
 * Known errors are shown as they were written, without a stack; unknown ones with it, because they are ours.
 * With --json, standard output gets the one document that a machine waits for.
 */
export function showError(error: unknown, { json }: { json: boolean }): void {
  const known = error instanceof PromptevalError;
  if (json) {
    const problems = error instanceof InputError ? error.problems : undefined;
    const message = error instanceof Error ? error.message : String(error);
    process.stdout.write(
      `${JSON.stringify({ error: { name: known ? error.name : 'Error', message, problems } })}\n`,
    );
  }
  process.stderr.write(`${printable(known ? describeKnown(error) : describeUnknown(error))}\n`);
}

function describeKnown(error: PromptevalError): string {
  if (!(error instanceof InputError) || error.problems.length === 1) return `prompteval: ${error.message}`;
  const lines = error.problems.map((problem) => `  ✖ ${formatProblem(problem).replaceAll('\n', '\n    ')}`);
  return [`prompteval: ${error.problems.length} problems`, ...lines].join('\n');
}

function describeUnknown(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `prompteval: this is a bug in prompteval, please report it\n${stack}`;
}
