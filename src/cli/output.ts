import { styleText } from 'node:util';
import { logText } from '../core/log-line.ts';
import { printable } from '../core/text.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  config?: string;
  cwd?: string;
  json?: boolean;
  quiet?: boolean;
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
  /** What a person asked for; silent with --json. */
  print(text: string): void;
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
  const quiet = options.quiet ?? false;
  const color = usesColor(options, process.stdout);
  const paint = (style: 'bold' | 'dim', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return {
    json,
    quiet,
    color,
    width: process.stdout.columns || usualWidth,
    tableWidth: process.stdout.columns || Number.POSITIVE_INFINITY,
    print: (text) => void (json || process.stdout.write(`${text}\n`)),
    printJson: (value) => void (json && process.stdout.write(`${jsonText(value)}\n`)),
    note: (text) => void (quiet || process.stderr.write(`${logText(printable(text))}\n`)),
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

/** Characters that JSON lets stand as they are and that could repaint or reorder a terminal. */
const unescaped = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** JSON that is safe to look at: the same value, with every control character escaped. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    unescaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
