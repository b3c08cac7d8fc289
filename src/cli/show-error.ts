import { relative } from 'node:path';
import { CutShortError, type ExitCode, InputError, IntegrityError, PromptevalError } from '../core/errors.ts';
import { formatCount } from '../core/format.ts';
import { logText } from '../core/log-line.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { printable } from '../core/text.ts';
import { jsonText } from './output.ts';
import { toStandardOutput } from './standard-output.ts';
import { describeSystemError } from './system-error.ts';
import { asTyped } from './typed-options.ts';

/** What there was to say is said; only the exit code is left. */
export class UsageExit extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode) {
    super('usage');
    this.exitCode = exitCode;
  }
}

/** What could not be run, for whatever reason, is 2; never 1, which says that a gate failed. */
export function exitCodeOfError(error: unknown): ExitCode {
  return error instanceof PromptevalError ? error.exitCode : 2;
}

export interface ShowOptions {
  /** Gives standard output the one document that a machine waits for. */
  json: boolean;
  /** The prompt that it is about, where there are several. */
  about?: string;
  /** Nobody waited for it: it may have come from an evaluator or the config, which are the user's own code. */
  uncaught?: boolean;
}

/** Known errors are shown as they were written, without a stack; unknown ones with it, because they are ours. */
export function showError(error: unknown, { json, about, uncaught = false }: ShowOptions): void {
  if (json) toStandardOutput(`${jsonText({ error: errorDocument(error) })}\n`);
  const parts = ['prompteval', about, describe(error, uncaught)].filter((part) => part !== undefined);
  process.stderr.write(`${logText(printable(asTyped(parts.join(': '))))}\n`);
}

export interface ErrorDocument {
  name: string;
  message: string;
  problems?: InputError['problems'];
}

/** An error as `--json` shows it. */
export function errorDocument(error: unknown): ErrorDocument {
  if (error instanceof CutShortError) {
    const { message, ...cause } = errorDocument(error.cause);
    return { ...cause, message: `${message}\n${error.message}` };
  }
  if (!(error instanceof PromptevalError)) {
    const message = describeSystemError(error) ?? (error instanceof Error ? error.message : String(error));
    return { name: 'Error', message };
  }
  const { name, message } = error;
  return error instanceof InputError ? { name, message, problems: error.problems } : { name, message };
}

function describe(error: unknown, uncaught: boolean): string {
  if (error instanceof CutShortError) return `${describe(error.cause, uncaught)}\n${error.message}`;
  if (error instanceof InputError) return describeProblems(error.problems);
  if (error instanceof IntegrityError) {
    return `the registry is damaged: ${error.message}. Everything that does not fit is listed by: prompteval audit verify`;
  }
  if (error instanceof PromptevalError) return withoutFullStop(error.message);
  return describeSystemError(error) ?? describeRefusedScript(error) ?? describeBug(error, uncaught);
}

function describeProblems(problems: readonly Problem[]): string {
  const texts = problems.map((problem) => withoutFullStop(formatProblem(problem)));
  if (texts.length <= 1) return texts.join('');
  const count = problems.reduce((sum, { more = 1 }) => sum + more, 0);
  const lines = texts.map((text) => `  ✖ ${text.replaceAll('\n', '\n    ')}`);
  return [`${formatCount(count)} problems`, ...lines].join('\n');
}

/** Most messages end with a path or a command to copy, so none ends with a full stop. */
function withoutFullStop(message: string): string {
  return message.replace(/(?<!\.)\.$/, '');
}

/** A file of the user's that Node takes for CommonJS, although it is none: its place begins the stack. */
function describeRefusedScript(error: unknown): string | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  if (!/^(Cannot use import statement|Unexpected token 'export')/.test(error.message)) return undefined;
  const [, file, line] = /^(\S.*):(\d+)\n/.exec(error.stack ?? '') ?? [];
  if (file === undefined) return undefined;
  const place = `${relative(process.cwd(), file)}:${line}`;
  return `${place}: ${error.message}: Node takes this file for CommonJS. Name it .mjs, or put "type": "module" into the package.json above it`;
}

function describeBug(error: unknown, uncaught: boolean): string {
  const whose = uncaught
    ? 'an error that nothing caught, in an evaluator or config of yours, or else a bug in prompteval'
    : 'this is a bug in prompteval, please report it';
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${whose}\n${stack}`;
}
