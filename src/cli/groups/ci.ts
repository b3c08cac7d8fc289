import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';
import { cacheMode, positiveInteger, positiveNumber } from '../parse-options.ts';

/** What a pipeline calls. */
export function addCiCommands(program: Command): void {
  const ci = defineCommand<{ comment: boolean; checks: boolean }>(program, {
    usage: 'ci [prompts...]',
    description: 'the job of a CI: runs a pull request, releases on the main branch, asks for drift at night',
    example: 'ci --main-branch main',
    load: () => import('../commands/ci.ts'),
  });
  ci.option(
    '--main-branch <name>',
    'the branch that releases (default: the default branch of the repository)',
  )
    .option('--no-comment', 'write no comment under the pull request or merge request')
    .option('--no-checks', 'create no check of its own for each prompt')
    .option('--pages-branch <name>', 'on the main branch: push the static site of all reports to this branch')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger('--concurrency'))
    .option('--max-cost <usd>', 'stop a run when this much is spent', positiveNumber('--max-cost'))
    .option('--cache <mode>', 'on, read-only, write-only or off (default: that of the config)', cacheMode)
    .addHelpText('after', ciWords);
  defineCommand(program, {
    usage: 'ci-check [prompts...]',
    description: 'what a job would do here, and what it lacks; asks no model',
    example: 'ci-check',
    load: () => import('../commands/ci-check.ts'),
  })
    .option(
      '--main-branch <name>',
      'the branch that releases (default: the default branch of the repository)',
    )
    .addHelpText('after', checkWords);
}

const checkWords = `
Outside of CI it judges what a job of the main branch would meet.

Exit codes:
  0  nothing that a job does would be lost; secrets and variables that are not set here are listed
  1  releases would be lost: the registry is a folder of a job's checkout
  2  could not run`;

const ciWords = `
It reads the variables and files of GitHub Actions or GitLab CI and needs no option. Every command that it runs is one
that you could type:
  a pull request, merge request or merge queue          run --changed --policy-from <base>
  a push to the main branch, or a start there by hand   release of every prompt
    or by a call (GitHub workflow_dispatch; GitLab web, api, trigger)
  a schedule, on whichever branch                       drift of what is live
  anything else                                         nothing, and says so

The worst exit code of them is its own:
  0  passed, released, or nothing to do    1  blocked    2  could not run    3  undecided    4  conflict`;
