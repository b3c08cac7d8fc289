import { Argument, type Command } from 'commander';
import { type ExportFormat, exportFormats, importFormats, shells } from '../../core/exchange-formats.ts';
import { defineCommand } from '../define-command.ts';
import { filledText, oneModel, oneOf } from '../parse-options.ts';

/** Prompts of other formats, and the shell's own completion. */
export function addExchangeCommands(program: Command): void {
  defineCommand<{ model: string }>(program, {
    usage: 'import <file>',
    description: 'take over a prompt, its tests and its checks from another format; nothing is overwritten',
    example: 'import promptfooconfig.yaml',
    load: () => import('../commands/import.ts'),
  })
    .option(
      '--format <format>',
      `${importFormats.join(', ')} (default: what the file says)`,
      oneOf('--format', importFormats),
    )
    .option('--name <name>', 'what the prompt is to be called', filledText('--name'))
    .option(
      '--model <model>',
      'provider/model, where the file names none that is known here',
      oneModel,
      'demo/in-context',
    );
  defineCommand<{ format: ExportFormat; out?: string }>(program, {
    usage: 'export <ref>',
    description: 'write a version of a prompt in another format; what that can not say is an error',
    example: 'export support-triage@stable --format dotprompt',
    load: () => import('../commands/export.ts'),
  })
    .option('--format <format>', exportFormats.join(', '), oneOf('--format', exportFormats), 'prompt.yml')
    .option('--out <file>', 'a new file (default: standard output)', filledText('--out'));
  defineCommand(program, {
    usage: 'completion',
    description: 'print what makes a shell complete commands, options and prompts',
    example: 'completion bash >> ~/.bashrc',
    async load() {
      const { print } = await import('../commands/completion.ts');
      return { run: ([shell = ''], flags) => print(program, shell, flags) };
    },
  }).addArgument(new Argument('<shell>', 'the shell').choices(shells));
}
