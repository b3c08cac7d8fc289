import type { Command } from 'commander';
import {
  alias,
  cacheMode,
  collect,
  filledText,
  model,
  positiveInteger,
  positiveNumber,
  ref,
  split,
} from '../parse-options.ts';
import { addProgressOptions } from './progress-options.ts';

const splitHelp =
  'tune, release or all cases (default: the release cases where there are any); another one makes a smoke run';

/** The options of whatever evaluates a candidate against a baseline. */
export function addEvaluationOptions(command: Command): Command {
  command
    .option('--candidate <ref>', 'what to evaluate (default: <prompt>@draft)', ref('--candidate'))
    .option('--baseline <ref>', 'what to compare it with (default: what the alias names)', ref('--baseline'))
    .option(
      '--model <model>',
      'provider/model instead of those of the config; repeatable, makes a smoke run',
      model,
    )
    .option('--filter <tag>', 'only the cases with this tag; a smoke run')
    .option('--first <n>', 'only the first n cases; a smoke run', positiveInteger('--first'))
    .option('--case <id>', 'only this case; repeatable, a smoke run', collect)
    .option('--split <name>', splitHelp, split)
    .option('--repeats <k>', 'trials a case', positiveInteger('--repeats'))
    .option(
      '--policy-from <rev>',
      'judge by the gates, evaluators and cases of this git revision, such as origin/main',
      filledText('--policy-from'),
    )
    .option('--alias <name>', 'the alias to compare with and to move', alias, 'stable')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger('--concurrency'))
    .option('--max-cost <usd>', 'stop when this much is spent', positiveNumber('--max-cost'))
    .option(
      '--cache <mode>',
      'take answers of earlier runs and keep new ones: on, read-only, write-only or off (default: off)',
      cacheMode,
    )
    .option('--resume', 'go on with the newest run that was cut off; asks only what it has no answer to yet')
    .option('--dry-run', 'the plan, the number of calls and the estimated cost; no call');
  return addProgressOptions(command);
}
