import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';
import {
  alias,
  cacheMode,
  collect,
  model,
  positiveInteger,
  positiveNumber,
  ref,
  split,
} from '../parse-options.ts';
import { setting } from '../parse-settings.ts';
import { addProgressOptions } from './progress-options.ts';

const more = `
More examples:
  $ prompteval sweep support-triage                                every variant file, and the draft where it is new
  $ prompteval sweep support-triage --candidate short --candidate @7
  $ prompteval sweep support-triage --model openai/gpt-4.1 --model openai/gpt-4.1-mini --dry-run

Variants are files beside the prompt's, such as prompts/support-triage.short.prompt.yml; they are found without being named.

Exit codes:
  0    the table is complete; it says which rows clear every gate, and moves nothing
  2    could not run
  3    the budget was spent before the table was complete
  130  interrupted; what was answered is in the cache, and the same command goes on from there`;

/** What an author chooses by. */
export function addSweepCommand(program: Command): void {
  addProgressOptions(
    defineCommand<{ alias: string }>(program, {
      usage: 'sweep <prompt>',
      description: 'several variants × models × settings against stable, as a table; moves nothing',
      example: 'sweep support-triage --set temperature=0,0.7',
      load: () => import('../commands/sweep.ts'),
    }),
  )
    .option(
      '--candidate <variant>',
      'a ref, a file, or the name of a variant file; repeatable (default: all variant files, and the draft where it is not live)',
      collect,
    )
    .option(
      '--model <model>',
      'provider/model, or own; repeatable (default: those of the config); stable runs on it too',
      model,
    )
    .option(
      '--set <name=values>',
      'a model parameter and its values, such as temperature=0,0.7; repeatable; stable runs with it too',
      setting,
    )
    .option('--baseline <ref>', 'what to compare with (default: what the alias names)', ref('--baseline'))
    .option('--filter <tag>', 'only the cases with this tag')
    .option('--first <n>', 'only the first n cases', positiveInteger('--first'))
    .option('--case <id>', 'only this case; repeatable', collect)
    .option('--split <name>', 'tune, release or all cases (default: tune, where cases are set apart)', split)
    .option('--repeats <k>', 'trials a case', positiveInteger('--repeats'))
    .option('--alias <name>', 'the alias to compare with', alias, 'stable')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger('--concurrency'))
    .option('--max-cost <usd>', 'stop when this much is spent', positiveNumber('--max-cost'))
    .option(
      '--cache <mode>',
      'take answers of earlier runs and keep new ones: on, read-only, write-only or off (default: on)',
      cacheMode,
    )
    .option('--dry-run', 'the number of calls and the estimated cost; no call')
    .addHelpText('after', more);
}
