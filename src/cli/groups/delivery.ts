import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';
import { port } from '../parse-options.ts';

/** How applications get their prompts. */
export function addDeliveryCommands(program: Command): void {
  defineCommand(program, {
    usage: 'serve',
    description: 'hand out live prompts over HTTP; reads only',
    example: 'serve --port 7070',
    load: () => import('../commands/serve.ts'),
  })
    .option('--port <n>', 'the port; 0 takes any that is free', port, 7070)
    .option('--host <address>', 'the address; 0.0.0.0 is every one of this machine', '127.0.0.1')
    .option('--token-env <name>', 'ask for the bearer token that stands in this environment variable');
  defineCommand(program, {
    usage: 'bundle <folder>',
    description: 'write live prompts as static files: the same bytes that serve hands out',
    example: 'bundle public/prompts',
    load: () => import('../commands/bundle.ts'),
  }).option('--all', 'every version, not only those that an alias names');
  defineCommand(program, {
    usage: 'types <file>',
    description: 'write the types of prompts, aliases and variables for prompteval/client',
    example: 'types src/prompts.d.ts',
    load: () => import('../commands/types.ts'),
  });
}
