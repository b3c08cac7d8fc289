import type { Shell } from '../../core/exchange-formats.ts';
import type { CompletedCommand } from './completed-commands.ts';
import { fish } from './fish.ts';
import { bash, zsh } from './posix.ts';

/** The script that a shell reads once; it calls nothing of ours when it completes, so that it is quick. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}
