import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';
import { oneModel } from '../parse-options.ts';

/** What is asked before anything is run. */
export function addCheckingCommands(program: Command): void {
  defineCommand(program, {
    usage: 'init [dir]',
    description: 'write a small project that runs at once; nothing is overwritten',
    example: 'init my-prompts --yes',
    load: () => import('../commands/init.ts'),
  })
    .option('--yes', 'ask nothing: the example that needs no key')
    .option(
      '--prompt <file>',
      'start from a .prompt.yml with its test data, or from a text with {{placeholders}}',
    )
    .option('--model <model>', 'provider/model, for a text that names none', oneModel)
    .option('--ci <name>', 'write a workflow too: github or gitlab; alone where the project is there already')
    .option('--inventory <folder>', 'instead: list the texts in source code that look like prompts');
  defineCommand(program, {
    usage: 'validate',
    description: 'check config, prompts, datasets and gates without a model call',
    example: 'validate',
    load: () => import('../commands/validate.ts'),
  });
  defineCommand<{ case: string }>(program, {
    usage: 'render <ref>',
    description: 'print the exact messages that a case would send',
    example: 'render support-triage@draft --case billing-001',
    load: () => import('../commands/render.ts'),
  }).requiredOption('--case <id>', 'the case');
}
