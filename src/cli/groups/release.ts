import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';
import { alias, filledText, planDigest, positiveNumber, ref, shard } from '../parse-options.ts';
import { addEvaluationOptions } from './evaluation-options.ts';

const releaseExits = `
Exit codes:
  0  the alias moved, by proof or by --override; nothing to release; or with --plan-only: the plan needs no approval
  1  blocked: a gate failed, the alias is frozen, an earlier alias of the path comes first, or only others may release
  2  could not run; or the risk asks for gates or owners that are not there; or releases are made in CI only
  3  inconclusive; or the plan is written and waits for approvals
  4  the alias moved meanwhile; or the run or the plan is stale, and the message names what changed`;

const runExamples = `
More examples:
  $ prompteval run support-triage --watch --first 50        while you write: what does each save change?
  $ prompteval run support-triage --case billing-001        one case: its messages, answers and scores`;

/** From a draft to a moved alias, and back. */
export function addReleaseCommands(program: Command): void {
  const run = defineCommand(program, {
    usage: 'run [prompts...]',
    description: 'evaluate candidate against baseline; moves nothing',
    example: 'run support-triage --first 20',
    load: () => import('../commands/run.ts'),
  });
  addEvaluationOptions(run)
    .addHelpText('after', runExamples)
    .option(
      '--run <id>',
      'with --resume: go on with this run; a finished one asks again what failed on the way',
    )
    .option('--watch', 'run again whatever is saved, from the cache where it can; a smoke run, until Ctrl-C')
    .option(
      '--watch-budget <usd>',
      'with --watch: what all of its runs together may cost (default: 1)',
      positiveNumber('--watch-budget'),
    )
    .option('--changed', 'only prompts that are not what they were at --since; none is a success')
    .option('--since <rev>', 'with --changed: a git revision, such as origin/main', filledText('--since'))
    .option(
      '--shard <i/n>',
      'only the i-th of n parts of the cases, on this machine; `merge` joins them',
      shard,
    );

  const release = defineCommand(program, {
    usage: 'release <prompt>',
    description: 'run, plan, and move the alias when every gate passes and enough people approved',
    example: 'release support-triage',
    load: () => import('../commands/release.ts'),
  });
  addEvaluationOptions(release)
    .option(
      '--run <id>',
      'release a finished run instead, without a model call; with --resume: go on with this run',
    )
    .option('--plan-only', 'write the plan and move nothing')
    .option('--apply <digest>', 'do what a plan says, without a model call', planDigest('--apply'))
    .option('--override', 'move the alias whatever the verdict; the audit fails until it is reviewed')
    .option('--reason <text>', 'why; goes with --override and stands in the log', filledText('--reason'))
    .addHelpText('after', releaseExits);

  defineCommand(program, {
    usage: 'approve <prompt>',
    description: 'approve exactly one plan, or that this checkout is judged more loosely; not your own',
    example: 'approve support-triage --plan 4c1f0e2',
    load: () => import('../commands/approve.ts'),
  })
    .option('--plan <digest>', 'the plan, as its release or its run named it', planDigest('--plan'))
    .option(
      '--policy-from <rev>',
      'approve what is looser here than at this git revision',
      filledText('--policy-from'),
    )
    .option('--note <text>', 'what you looked at; it stands in the record', filledText('--note'));

  defineCommand(program, {
    usage: 'publish <prompt>',
    description: 'make the draft the next version; no alias moves',
    example: 'publish support-triage --note "Names the refund policy"',
    load: () => import('../commands/publish.ts'),
  }).option('--note <text>', 'what is new in it (default: the changelog of the prompt)');

  defineCommand<{ alias: string }>(program, {
    usage: 'rollback <prompt>',
    description: 'move the alias back; no model call, no network',
    example: 'rollback support-triage --reason "Refund answers are wrong"',
    load: () => import('../commands/rollback.ts'),
  })
    .option('--to <ref>', 'a version that was live before (default: the one before this)', ref('--to'))
    .option(
      '--reason <text>',
      'why; it stands in the log (default: the text of --incident)',
      filledText('--reason'),
    )
    .option('--alias <name>', 'the alias to move', alias, 'stable')
    .option(
      '--incident <text>',
      'open an incident: what happened; it stays open until it has a cause and a case',
      filledText('--incident'),
    )
    .option('--users <text>', 'with --incident: who was affected')
    .option('--workflows <text>', 'with --incident: what was affected');

  defineCommand<{ reason: string; alias: string }>(program, {
    usage: 'freeze <prompt>',
    description: 'refuse every release of an alias until it is unfrozen; rollback stays possible',
    example: 'freeze support-triage --reason "Sale week"',
    load: () => import('../commands/freeze.ts'),
  })
    .requiredOption('--reason <text>', 'why; it stands in the log', filledText('--reason'))
    .option('--alias <name>', 'the alias', alias, 'stable');
  defineCommand<{ reason?: string; alias: string }>(program, {
    usage: 'unfreeze <prompt>',
    description: 'let releases of the alias through again',
    example: 'unfreeze support-triage',
    load: () => import('../commands/unfreeze.ts'),
  })
    .option('--reason <text>', 'why; it stands in the log', filledText('--reason'))
    .option('--alias <name>', 'the alias', alias, 'stable');
}
