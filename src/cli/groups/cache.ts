import type { Command } from 'commander';
import { defineCommand, defineGroup } from '../define-command.ts';
import { duration } from '../parse-options.ts';

/** Answers of earlier runs. */
export function addCacheCommands(program: Command): void {
  defineCommand<{ olderThan?: number }>(defineGroup(program, 'cache', 'answers of earlier runs'), {
    usage: 'prune',
    description: 'remove old answers from the cache of --cache',
    example: 'cache prune --older-than 30d',
    load: () => import('../commands/cache-prune.ts'),
  }).option(
    '--older-than <time>',
    'asked for longer ago than this, such as 30d or 12h (default: 30d)',
    duration('--older-than'),
  );
}
