import type { Command, Option } from 'commander';
import { wordsOf } from '../parse-options.ts';

export interface CompletedOption {
  flag: string;
  description: string;
  takesValue: boolean;
  /** What its value may be; empty where it may be anything. */
  values: readonly string[];
}

/** What can follow the words of a command. */
export interface CompletedCommand {
  /** `audit verify`; empty for `prompteval` itself. */
  path: string;
  description: string;
  /** What may stand next: its subcommands, or the words that its argument may be. */
  subcommands: readonly string[];
  arguments: readonly string[];
  options: CompletedOption[];
  takesPrompt: boolean;
}

/** Every command of a program, itself first. */
export function completedCommands(program: Command): CompletedCommand[] {
  const [root, ...others] = commandsBelow(program, '');
  if (root === undefined) return [];
  const help: CompletedCommand = {
    path: 'help',
    description: 'one command with its options',
    subcommands: [],
    arguments: root.subcommands,
    options: [],
    takesPrompt: false,
  };
  return [{ ...root, subcommands: [...root.subcommands, 'help'] }, ...others, help];
}

function commandsBelow(command: Command, path: string): CompletedCommand[] {
  const options = command.createHelp().visibleOptions(command);
  const globals = command.createHelp().visibleGlobalOptions(command);
  const own: CompletedCommand = {
    path,
    description: command.description(),
    subcommands: command.commands.map((below) => below.name()),
    arguments: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    options: [...options, ...globals].flatMap((option) => optionOf(option)),
    takesPrompt: command.registeredArguments.some((argument) =>
      /^(?:prompts?|ref|from|to)$/.test(argument.name()),
    ),
  };
  const below = command.commands.flatMap((inner) =>
    commandsBelow(inner, path === '' ? inner.name() : `${path} ${inner.name()}`),
  );
  return [own, ...below];
}

function optionOf({ long, description, required, optional, parseArg }: Option): CompletedOption[] {
  if (!long) return [];
  return [{ flag: long, description, takesValue: required || optional, values: wordsOf(parseArg) }];
}

/** Commands that only hold others. */
export function groupsOf(commands: readonly CompletedCommand[]): string[] {
  return commands
    .filter(({ path, subcommands }) => path !== '' && subcommands.length > 0)
    .map(({ path }) => path);
}

/** Flags after which a word is their value, whatever the command. */
export function valueFlags(commands: readonly CompletedCommand[]): string[] {
  const options = commands.flatMap((command) => command.options);
  const bare = new Set(options.filter(({ takesValue }) => !takesValue).map(({ flag }) => flag));
  const flags = options.filter(({ takesValue }) => takesValue).map(({ flag }) => flag);
  return [...new Set(flags)].filter((flag) => !bare.has(flag));
}
