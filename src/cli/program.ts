import { readFileSync } from 'node:fs';
import { Command, type CommanderError, InvalidArgumentError } from 'commander';
import type { GlobalOptions } from './output.ts';
import { UsageExit } from './show-error.ts';

/** A command's module: loaded only when the command is called, so that `--version` and `--help` stay quick. */
type Action<Options> = { run(args: string[], options: Options & GlobalOptions): Promise<void> };

/** Every command with its options; what they do stands in commands/. */
export function createProgram(): Command {
  const program = new Command('prompteval')
    .description('An evaluation-gated release pipeline for prompts')
    .version(readVersion(), '-V, --version')
    .option('--config <file>', 'the config file (default: the nearest prompteval.config.*)')
    .option('--cwd <dir>', 'run as if started there')
    .option('--json', 'one JSON document on standard output, nothing else')
    .option('--quiet', 'no progress on standard error')
    .option('--no-color', 'no colours')
    .showHelpAfterError('(prompteval --help lists the commands)')
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', exitCodes);
  addCheckingCommands(program);
  addReleaseCommands(program);
  addCatalogCommands(program);
  addRunCommands(program);
  for (const command of withDescendants(program)) command.exitOverride(toUsageExit);
  return program;
}

const exitCodes = `
Exit codes: 0 done · 1 blocked by a gate · 2 could not run · 3 inconclusive · 4 conflict · 130 interrupted`;

function addCheckingCommands(program: Command): void {
  define(
    program,
    'validate',
    'check config, prompts, datasets and gates without a model call',
    () => import('./commands/validate.ts'),
  );
  const render = define(
    program,
    'render <ref>',
    'print the exact messages that a case would send',
    () => import('./commands/render.ts'),
  );
  render.requiredOption('--case <id>', 'the case');
  example(render, 'prompteval render support-triage@draft --case billing-001');
}

function addReleaseCommands(program: Command): void {
  const run = define(
    program,
    'run [prompts...]',
    'evaluate candidate against baseline; moves nothing',
    () => import('./commands/run.ts'),
  );
  addEvaluationOptions(run);
  example(run, 'prompteval run support-triage --first 20');

  const release = define(
    program,
    'release <prompt>',
    'run, and move the alias when every gate passes',
    () => import('./commands/release.ts'),
  );
  addEvaluationOptions(release);
  release.option('--run <id>', 'release a finished run instead, without a model call');
  example(release, 'prompteval release support-triage');

  const publish = define(
    program,
    'publish <prompt>',
    'make the draft the next version; no alias moves',
    () => import('./commands/publish.ts'),
  );
  publish.option('--note <text>', 'what is new in it');
  example(publish, 'prompteval publish support-triage --note "Names the refund policy"');

  const rollback = define(
    program,
    'rollback <prompt>',
    'move the alias back; no model call, no network',
    () => import('./commands/rollback.ts'),
  );
  rollback
    .option('--to <ref>', 'a version that was live before (default: the one before this)')
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .option('--alias <name>', 'the alias to move', 'stable');
  example(rollback, 'prompteval rollback support-triage --reason "Refund answers are wrong"');
}

function addCatalogCommands(program: Command): void {
  define(
    program,
    'list',
    'every prompt with owner, live version and last verdict',
    () => import('./commands/list.ts'),
  );
  define(
    program,
    'status [prompt]',
    'what is live, since when, by whom, on which evidence',
    () => import('./commands/status.ts'),
  );
  define(program, 'versions <prompt>', 'the versions of a prompt', () => import('./commands/versions.ts'));
  example(
    define(program, 'show <ref>', 'one version', () => import('./commands/show.ts')),
    'prompteval show support-triage@stable',
  );
  example(
    define(
      program,
      'diff <from> <to>',
      'what changed between two versions',
      () => import('./commands/diff.ts'),
    ),
    'prompteval diff support-triage@stable support-triage@draft',
  );
  const log = define(
    program,
    'log <prompt>',
    'every move of an alias, newest first',
    () => import('./commands/log.ts'),
  );
  log.option('--alias <name>', 'the alias', 'stable');
  const audit = program.command('audit').description('checks of the registry');
  define(
    audit,
    'verify',
    'walk every chain of moves and re-hash versions and evidence',
    () => import('./commands/audit-verify.ts'),
  );
}

function addRunCommands(program: Command): void {
  define(program, 'runs [prompt]', 'stored runs, newest first', () => import('./commands/runs.ts'));
  const report = define(
    program,
    'report [run-id]',
    'render a stored run again (default: the newest)',
    () => import('./commands/report.ts'),
  );
  report
    .option('--format <format>', 'terminal, html, markdown, junit or json', 'terminal')
    .option('--show-sensitive', 'do not hide the variables that the prompt marks as sensitive')
    .option('--open', 'open the HTML page in a browser');
  example(report, 'prompteval report --format markdown > comment.md');
}

function addEvaluationOptions(command: Command): void {
  command
    .option('--candidate <ref>', 'what to evaluate (default: <prompt>@draft)')
    .option('--baseline <ref>', 'what to compare it with (default: what the alias names)')
    .option(
      '--model <model>',
      'provider/model instead of those of the config; repeatable, makes a smoke run',
      collect,
    )
    .option('--filter <tag>', 'only the cases with this tag; a smoke run')
    .option('--first <n>', 'only the first n cases; a smoke run', positiveInteger)
    .option('--case <id>', 'only this case; repeatable, a smoke run', collect)
    .option('--repeats <k>', 'trials a case', positiveInteger)
    .option('--alias <name>', 'the alias to compare with and to move', 'stable')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger)
    .option('--max-cost <usd>', 'stop when this much is spent', positiveNumber)
    .option('--dry-run', 'the plan, the number of calls and the estimated cost; no call');
}

function define<Options>(
  parent: Command,
  usage: string,
  description: string,
  load: () => Promise<Action<Options>>,
): Command {
  const command = parent.command(usage).description(description);
  return command.action(async (...all: unknown[]) => {
    const args = all
      .slice(0, command.registeredArguments.length)
      .flat()
      .filter((arg) => typeof arg === 'string');
    const { run } = await load();
    await run(args, command.optsWithGlobals<Options & GlobalOptions>());
  });
}

function example(command: Command, line: string): void {
  command.addHelpText('after', `\nExample:\n  $ ${line}`);
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function positiveInteger(value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new InvalidArgumentError('expected a whole number of at least 1.');
}

function positiveNumber(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value) && Number(value) > 0) return Number(value);
  throw new InvalidArgumentError('expected a number above 0.');
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withDescendants)];
}

/** Help and version are done; every other complaint of commander's is a usage error. */
function toUsageExit(error: CommanderError): never {
  throw new UsageExit(error.exitCode === 0 ? 0 : 2);
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
