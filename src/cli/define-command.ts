import { Command, type CommanderError } from 'commander';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';
import { enterFolder } from './folders.ts';
import type { GlobalOptions } from './output.ts';
import { UsageExit } from './show-error.ts';
import { toStandardOutput } from './standard-output.ts';
import { rememberTyped } from './typed-options.ts';

/** A command's module: loaded only when the command is called, so that `--help` stays quick. */
type CommandModule<Options> = { run(args: string[], options: Options & GlobalOptions): Promise<void> };

export interface CommandDefinition<Options> {
  /** As commander reads it: `diff <from> <to>`. */
  usage: string;
  description: string;
  example: string;
  load(): Promise<CommandModule<Options>>;
}

export function createRoot(version: string): Command {
  return quiet(new Command('prompteval'))
    .version(version, '-V, --version')
    .option('--config <file>', 'the config file (default: the nearest prompteval.config.*)')
    .option('--cwd <dir>', 'run as if started there')
    .option('--sign-key <file>', 'sign what is done with this private key (default: PROMPTEVAL_SIGNING_KEY)')
    .option('--json', 'one JSON document on standard output, nothing else')
    .option('--quiet', 'no progress and no hints on standard error')
    .option('--no-color', 'no colours');
}

/** A command that only holds others, such as `audit`. */
export function defineGroup(parent: Command, name: string, description: string): Command {
  return quiet(parent.command(name).description(description));
}

export function defineCommand<Options>(
  parent: Command,
  { usage, description, example, load }: CommandDefinition<Options>,
): Command {
  const command = quiet(parent.command(usage).description(description));
  command.addHelpText('after', `\nExample:\n  $ prompteval ${example}`);
  return command.action(async () => {
    const options = command.optsWithGlobals<Options & GlobalOptions>();
    rememberTyped(
      options,
      rootOf(command).commands.map((other) => other.name()),
    );
    if (options.cwd !== undefined) enterFolder(options.cwd);
    const { run } = await load();
    await run(command.args, options);
  });
}

/** commander says nothing itself: what it complains about is shown like every other error. */
function quiet(command: Command): Command {
  let help = '';
  return command
    .exitOverride((error) => leave(command, error, help))
    .configureOutput({
      outputError: () => {},
      writeErr: (text) => {
        help += text;
      },
      writeOut: toStandardOutput,
    });
}

/** @param help what commander shows where no command is named, or `help` is asked for one that there is none of */
function leave(command: Command, error: CommanderError, help: string): never {
  if (error.exitCode === 0) throw new UsageExit(0);
  const seeHelp = `See prompteval ${command.parent ? `${pathOf(command)} ` : ''}--help`;
  if (error.code !== 'commander.help') throw new InputError(complaint(error, seeHelp));
  const [first, unknown] = command.args;
  if (first === 'help' && unknown !== undefined) throw new InputError(noCommand(command, unknown, seeHelp));
  if (isJson()) {
    process.stderr.write(help);
    throw new InputError({ message: 'no command is named', hint: seeHelp });
  }
  // The help of `prompteval` alone, as git and npm show it: on standard output, but not as a success.
  toStandardOutput(help);
  throw new UsageExit(2);
}

function noCommand({ commands }: Command, name: string, seeHelp: string): Problem {
  const names = commands.map((known) => known.name());
  return { message: `unknown command '${name}'`, hint: suggestion(name, names) ?? seeHelp };
}

/** `error: unknown option '--nope'\n(Did you mean --note?)` in our words. */
function complaint(error: CommanderError, seeHelp: string): Problem {
  const [message = '', meant] = error.message.replace(/^error: /, '').split('\n');
  return { message: message.replace(/\.$/, ''), hint: meant?.replace(/^\((.*)\)$/, '$1') ?? seeHelp };
}

function pathOf(command: Command): string {
  return command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}

function isJson(): boolean {
  return process.argv.includes('--json');
}
