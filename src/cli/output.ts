import { styleText } from 'node:util';

/** Options that every command takes. */
export interface GlobalOptions {
  config?: string;
  cwd?: string;
  json?: boolean;
  quiet?: boolean;
  /** commander's form of --no-color. */
  color?: boolean;
}

/** Where a command's words go: people read text, machines read one JSON document on standard output. */
export interface Output {
  cwd: string;
  json: boolean;
  quiet: boolean;
  color: boolean;
  /** What a person asked for; silent with --json. */
  print(text: string): void;
  /** The one document; silent without --json. */
  printJson(value: unknown): void;
  /** What happens meanwhile, on standard error; silent with --quiet. */
  note(text: string): void;
  bold(text: string): string;
  dim(text: string): string;
}

export function createOutput(options: GlobalOptions): Output {
  const json = options.json ?? false;
  const quiet = options.quiet ?? false;
  const color = usesColor(options, process.stdout);
  const paint = (style: 'bold' | 'dim', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return {
    cwd: options.cwd ?? process.cwd(),
    json,
    quiet,
    color,
    print: (text) => void (json || process.stdout.write(`${text}\n`)),
    printJson: (value) => void (json && process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)),
    note: (text) => void (quiet || process.stderr.write(`${text}\n`)),
    bold: (text) => paint('bold', text),
    dim: (text) => paint('dim', text),
  };
}

/** Colour where a person looks at it: on a terminal, unless NO_COLOR or --no-color say otherwise. */
export function usesColor(options: GlobalOptions, stream: { isTTY?: boolean }): boolean {
  if (options.color === false || process.env.NO_COLOR) return false;
  return stream.isTTY === true;
}
