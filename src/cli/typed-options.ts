import { shellWord } from '../core/shell-word.ts';

/** Of the one command that this process is. */
let typed = { commands: /(?!)/g, options: '' };

/** As they were given. */
interface TypedOptions {
  config?: string;
  cwd?: string;
}

/** Keeps what says which project is meant, for the commands that people are told to type next. */
export function rememberTyped({ config, cwd }: TypedOptions, commands: readonly string[]): void {
  const options = Object.entries({ cwd, config }).flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${shellWord(value)}`],
  );
  const names = commands.join('|');
  typed = {
    commands: new RegExp(`(?<![\\w./-])prompteval(?=\\s+(?:${names})(?![\\w-]))`, 'g'),
    options: options.join(''),
  };
}

/** The same text with the options that were given in every command of it. */
export function asTyped(text: string): string {
  const { commands, options } = typed;
  return options === '' ? text : text.replace(commands, (found) => `${found}${options}`);
}
