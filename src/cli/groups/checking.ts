import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';

/** What is asked before anything is run. */
export function addCheckingCommands(program: Command): void {
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
