import { styleText } from 'node:util';
import type { LogLevel } from '../core/log-level.ts';
import { logText } from '../core/log-line.ts';
import { escapeUnsafe, printable } from '../core/text.ts';
import { toStandardOutput } from './standard-output.ts';
import { asTyped } from './typed-options.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  config?: string;
  cwd?: string;
  json?: boolean;
  quiet?: boolean;
  /** Of commands that call models. */
  logLevel?: LogLevel;
  signKey?: string;
  /** commander's form of --no-color. */
  color?: boolean;
}

/** Where a command's words go: people read text, machines read one JSON document on standard output. */
export interface Output {
  json: boolean;
  quiet: boolean;
  color: boolean;
  /** Columns that a line may take. */
  width: number;
  /** The same for a table of which a pipe should get every word: there it has no end. */
  tableWidth: number;
  /** What a person asked for; silent with --json. Commands in it carry the options that say which project is meant. */
  print(text: string): void;
  /** The same of text that a prompt, a dataset or a model wrote, which stays as it is. */
  printForeign(text: string): void;
  /** The same of a document that programs read. */
  printDocument(text: string): void;
  /** The one document; silent without --json. */
  printJson(value: unknown): void;
  /** What is good to know besides, such as the next command, on standard error; silent with --quiet. */
  note(text: string): void;
  bold(text: string): string;
  dim(text: string): string;
}

/** Where no terminal says how wide it is. */
const usualWidth = 100;

export function createOutput(options: GlobalOptions): Output {
  const json = options.json ?? false;
  const quiet = options.quiet || options.logLevel === 'error' || options.logLevel === 'warn';
  const color = usesColor(options, process.stdout);
  const paint = (style: 'bold' | 'dim', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return {
    json,
    quiet,
    color,
    width: process.stdout.columns || usualWidth,
    tableWidth: process.stdout.columns || Number.POSITIVE_INFINITY,
    print: (text) => void (json || toStandardOutput(`${logText(asTyped(text))}\n`)),
    printForeign: (text) => void (json || toStandardOutput(`${logText(text)}\n`)),
    printDocument: (text) => void (json || toStandardOutput(`${text}\n`)),
    printJson: (value) => void (json && toStandardOutput(`${jsonText(value)}\n`)),
    note: (text) => void (quiet || process.stderr.write(`${logText(printable(asTyped(text)))}\n`)),
    bold: (text) => paint('bold', text),
    dim: (text) => paint('dim', text),
  };
}

/** Colour where a person looks at it: on a terminal, unless NO_COLOR or --no-color say otherwise. */
export function usesColor(
  options: Pick<GlobalOptions, 'color'>,
  stream: { isTTY?: boolean },
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  if (options.color === false || environment.NO_COLOR || environment.TERM === 'dumb') return false;
  return stream.isTTY === true;
}

/** JSON that is safe to look at. */
export function jsonText(value: unknown): string {
  return escapeUnsafe(JSON.stringify(value, null, 2));
}
