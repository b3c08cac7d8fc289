import { Command, type CommanderError } from 'commander';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
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
  return command
    .exitOverride((error) => leave(command, error))
    .configureOutput({
      outputError: () => {},
      // The help of `prompteval` alone, as git and npm show it: on standard output, but not as a success.
      writeErr: (text) => void (isJson() ? process.stderr.write(text) : toStandardOutput(text)),
      writeOut: toStandardOutput,
    });
}

function leave(command: Command, error: CommanderError): never {
  if (error.exitCode === 0) throw new UsageExit(0);
  if (error.code === 'commander.help' && !isJson()) throw new UsageExit(2);
  throw new InputError(
    complaint(error, `See prompteval ${command.parent ? `${pathOf(command)} ` : ''}--help`),
  );
}

/** `error: unknown option '--nope'\n(Did you mean --note?)` in our words. */
function complaint(error: CommanderError, seeHelp: string): Problem {
  if (error.code === 'commander.help') return { message: 'no command is named', hint: seeHelp };
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
