import type { Command } from 'commander';
import { logLevel } from '../parse-options.ts';

/** The options of whatever calls models, about what is told of it meanwhile. */
export function addProgressOptions(command: Command): Command {
  return command
    .option(
      '--log-level <level>',
      'what is said on standard error: error, warn, info, or debug with a line for each call (default: info)',
      logLevel,
    )
    .option('--events <file>', 'append a JSON line to this file for each change of state');
}
