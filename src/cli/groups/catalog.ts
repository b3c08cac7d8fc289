import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';
import { alias, type DiffFormat, diffFormat } from '../parse-options.ts';

/** What there is, what is live, and what changed. */
export function addCatalogCommands(program: Command): void {
  defineCommand(program, {
    usage: 'list',
    description: 'every prompt with owner, live version and last verdict',
    example: 'list',
    load: () => import('../commands/list.ts'),
  });
  defineCommand(program, {
    usage: 'status [prompt]',
    description: 'what is live, since when, by whom, on which evidence',
    example: 'status support-triage',
    load: () => import('../commands/status.ts'),
  });
  defineCommand(program, {
    usage: 'versions <prompt>',
    description: 'the versions of a prompt, newest first',
    example: 'versions support-triage',
    load: () => import('../commands/versions.ts'),
  });
  defineCommand(program, {
    usage: 'show <ref>',
    description:
      'the card of one version: who owns it, what it takes and gives, who released it, and its text',
    example: 'show support-triage@stable',
    load: () => import('../commands/show.ts'),
  });
  defineCommand<{ format: DiffFormat }>(program, {
    usage: 'diff <from> <to>',
    description: 'what changed between two versions: messages by word, all else as tables',
    example: 'diff support-triage@stable @draft',
    load: () => import('../commands/diff.ts'),
  }).option('--format <format>', 'terminal, markdown or html', diffFormat, 'terminal');
  defineCommand<{ alias: string }>(program, {
    usage: 'log <prompt>',
    description: 'every move of an alias, newest first',
    example: 'log support-triage',
    load: () => import('../commands/log.ts'),
  }).option('--alias <name>', 'the alias', alias, 'stable');
  defineCommand<{ at: string; alias: string }>(program, {
    usage: 'blame <prompt>',
    description: 'what was live at a time, which move put it there and what replaced it',
    example: 'blame support-triage --at "2h ago"',
    load: () => import('../commands/blame.ts'),
  })
    .requiredOption('--at <time>', '2026-11-21, 2026-11-21T14:03 (UTC), 2026-11-21T14:03+01:00 or "2h ago"')
    .option('--alias <name>', 'the alias', alias, 'stable');
}
