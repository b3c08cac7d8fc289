import type { Command } from 'commander';
import { createRoot, defineCommand, defineGroup } from './define-command.ts';
import {
  alias,
  collect,
  type DiffFormat,
  diffFormat,
  filledText,
  model,
  planDigest,
  port,
  positiveInteger,
  positiveNumber,
  ref,
  split,
} from './parse-options.ts';

/** Every command with its options; what they do stands in commands/. */
export function createProgram(version: string): Command {
  const program = createRoot(version)
    .description('An evaluation-gated release pipeline for prompts')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .addHelpText('after', closing);
  addCheckingCommands(program);
  addReleaseCommands(program);
  addIncidentCommands(program);
  addCatalogCommands(program);
  addRunCommands(program);
  addDriftCommand(program);
  addDeliveryCommands(program);
  defineCommand(program, {
    usage: 'keygen <file>',
    description: 'make a key to sign with: the private one into a new file, the line for OWNERS.yml printed',
    example: 'keygen ~/.prompteval-key',
    load: () => import('./commands/keygen.ts'),
  });
  return program;
}

const closing = `
Examples:
  $ prompteval validate                       is everything in order?
  $ prompteval run support-triage             is the draft good enough?
  $ prompteval release support-triage         the same, and move stable if it is
  $ prompteval status support-triage          what is live?
  $ prompteval help release                   one command with its options

Exit codes:
  0    done; for run and release: every gate passed
  1    blocked by a gate, a freeze or a missing right; drift: stable got worse; audit verify, recompute: something does
       not fit
  2    could not run: usage, config, dataset, prompt, provider
  3    inconclusive: too little evidence; or a release waits for approvals
  4    conflict: the alias moved meanwhile, or the run or the plan is stale
  130  interrupted; what was measured is kept`;

function addCheckingCommands(program: Command): void {
  defineCommand(program, {
    usage: 'validate',
    description: 'check config, prompts, datasets and gates without a model call',
    example: 'validate',
    load: () => import('./commands/validate.ts'),
  });
  defineCommand<{ case: string }>(program, {
    usage: 'render <ref>',
    description: 'print the exact messages that a case would send',
    example: 'render support-triage@draft --case billing-001',
    load: () => import('./commands/render.ts'),
  }).requiredOption('--case <id>', 'the case');
}

function addReleaseCommands(program: Command): void {
  const run = defineCommand(program, {
    usage: 'run [prompts...]',
    description: 'evaluate candidate against baseline; moves nothing',
    example: 'run support-triage --first 20',
    load: () => import('./commands/run.ts'),
  });
  addEvaluationOptions(run);

  const release = defineCommand(program, {
    usage: 'release <prompt>',
    description: 'run, plan, and move the alias when every gate passes and enough people approved',
    example: 'release support-triage',
    load: () => import('./commands/release.ts'),
  });
  addEvaluationOptions(release)
    .option('--run <id>', 'release a finished run instead, without a model call')
    .option('--plan-only', 'write the plan and move nothing')
    .option('--apply <digest>', 'do what a plan says, without a model call', planDigest('--apply'))
    .option('--override', 'move the alias whatever the verdict; the audit fails until it is reviewed')
    .option('--reason <text>', 'why; goes with --override and stands in the log', filledText('--reason'))
    .addHelpText('after', releaseExits);

  defineCommand<{ plan: string }>(program, {
    usage: 'approve <prompt>',
    description: 'approve exactly one plan; not your own',
    example: 'approve support-triage --plan 4c1f0e2',
    load: () => import('./commands/approve.ts'),
  })
    .requiredOption('--plan <digest>', 'the plan, as its release named it', planDigest('--plan'))
    .option('--note <text>', 'what you looked at; it stands in the record', filledText('--note'));

  defineCommand(program, {
    usage: 'publish <prompt>',
    description: 'make the draft the next version; no alias moves',
    example: 'publish support-triage --note "Names the refund policy"',
    load: () => import('./commands/publish.ts'),
  }).option('--note <text>', 'what is new in it (default: the changelog of the prompt)');

  defineCommand<{ alias: string }>(program, {
    usage: 'rollback <prompt>',
    description: 'move the alias back; no model call, no network',
    example: 'rollback support-triage --reason "Refund answers are wrong"',
    load: () => import('./commands/rollback.ts'),
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
    load: () => import('./commands/freeze.ts'),
  })
    .requiredOption('--reason <text>', 'why; it stands in the log', filledText('--reason'))
    .option('--alias <name>', 'the alias', alias, 'stable');
  defineCommand<{ reason?: string; alias: string }>(program, {
    usage: 'unfreeze <prompt>',
    description: 'let releases of the alias through again',
    example: 'unfreeze support-triage',
    load: () => import('./commands/unfreeze.ts'),
  })
    .option('--reason <text>', 'why; it stands in the log', filledText('--reason'))
    .option('--alias <name>', 'the alias', alias, 'stable');
}

function addIncidentCommands(program: Command): void {
  defineCommand(program, {
    usage: 'incidents [prompt]',
    description: 'every incident, newest first',
    example: 'incidents support-triage',
    load: () => import('./commands/incidents.ts'),
  });
  defineCommand<{ alias: string }>(program, {
    usage: 'incident <prompt> [n]',
    description: 'show an incident, or add what was learned about it',
    example: 'incident support-triage 1 --cause "The rule for refunds was dropped"',
    load: () => import('./commands/incident.ts'),
  })
    .option('--cause <text>', 'the root cause', filledText('--cause'))
    .option('--users <text>', 'who was affected', filledText('--users'))
    .option('--workflows <text>', 'what was affected', filledText('--workflows'))
    .option('--case <id>', 'a case of the dataset that would have caught it')
    .option('--open <text>', 'open one about the newest rollback, without a number', filledText('--open'))
    .option('--alias <name>', 'with --open: the alias that was rolled back', alias, 'stable');
  defineCommand(defineGroup(program, 'dataset', 'golden cases'), {
    usage: 'add <prompt>',
    description: "append a case to the prompt's dataset, checked before it is written",
    example: 'dataset add support-triage --from-trial 20261121-154501-9f3c1a:billing-001 --critical',
    load: () => import('./commands/dataset-add.ts'),
  })
    .option('--from-trial <run-id:case-id>', 'the input of a case of a stored run')
    .option('--from-file <json>', 'a JSON file with one object: the fields of a row')
    .option('--expected <value>', 'what the answer should have been; JSON where the dataset has JSON')
    .option('--tag <tag>', 'a tag beside those that it has; repeatable', collect)
    .option('--critical', 'every release must pass it where a gate says so')
    .option('--id <id>', 'its id (default: as where it comes from, made unique)', filledText('--id'))
    .option('--incident <n>', 'the incident that it came from', positiveInteger('--incident'))
    .option('--dataset <file>', "which of the prompt's files (default: the first)");
}

const releaseExits = `
Exit codes:
  0  the alias moved, by proof or by --override; nothing to release; or with --plan-only: the plan needs no approval
  1  blocked: a gate failed, the alias is frozen, an earlier alias of the path comes first, or only others may release
  2  could not run; or the risk asks for gates or owners that are not there
  3  inconclusive; or the plan is written and waits for approvals
  4  the alias moved meanwhile; or the run or the plan is stale, and the message names what changed`;

function addCatalogCommands(program: Command): void {
  defineCommand(program, {
    usage: 'list',
    description: 'every prompt with owner, live version and last verdict',
    example: 'list',
    load: () => import('./commands/list.ts'),
  });
  defineCommand(program, {
    usage: 'status [prompt]',
    description: 'what is live, since when, by whom, on which evidence',
    example: 'status support-triage',
    load: () => import('./commands/status.ts'),
  });
  defineCommand(program, {
    usage: 'versions <prompt>',
    description: 'the versions of a prompt, newest first',
    example: 'versions support-triage',
    load: () => import('./commands/versions.ts'),
  });
  defineCommand(program, {
    usage: 'show <ref>',
    description:
      'the card of one version: who owns it, what it takes and gives, who released it, and its text',
    example: 'show support-triage@stable',
    load: () => import('./commands/show.ts'),
  });
  defineCommand<{ format: DiffFormat }>(program, {
    usage: 'diff <from> <to>',
    description: 'what changed between two versions: messages by word, all else as tables',
    example: 'diff support-triage@stable @draft',
    load: () => import('./commands/diff.ts'),
  }).option('--format <format>', 'terminal, markdown or html', diffFormat, 'terminal');
  defineCommand<{ alias: string }>(program, {
    usage: 'log <prompt>',
    description: 'every move of an alias, newest first',
    example: 'log support-triage',
    load: () => import('./commands/log.ts'),
  }).option('--alias <name>', 'the alias', alias, 'stable');
  defineCommand<{ at: string; alias: string }>(program, {
    usage: 'blame <prompt>',
    description: 'what was live at a time, which move put it there and what replaced it',
    example: 'blame support-triage --at "2h ago"',
    load: () => import('./commands/blame.ts'),
  })
    .requiredOption('--at <time>', '2026-11-21, 2026-11-21T14:03 (UTC), 2026-11-21T14:03+01:00 or "2h ago"')
    .option('--alias <name>', 'the alias', alias, 'stable');
  addAuditCommands(defineGroup(program, 'audit', 'checks of the registry'));
  addRegistryCommands(defineGroup(program, 'registry', 'where versions and moves are kept'));
}

function addAuditCommands(audit: Command): void {
  defineCommand(audit, {
    usage: 'verify',
    description: 'walk every chain of moves and re-hash versions, evidence, plans and approvals',
    example: 'audit verify',
    load: () => import('./commands/audit-verify.ts'),
  }).option(
    '--key [who]',
    'every move must be signed with this key: a person in OWNERS.yml, a public key or its file (default: any key there)',
  );
  defineCommand<{ alias: string }>(audit, {
    usage: 'sign <prompt>',
    description: 'sign the moves of an alias that have no signature, with the key of --sign-key',
    example: 'audit sign support-triage --sign-key ~/.prompteval-key',
    load: () => import('./commands/audit-sign.ts'),
  }).option('--alias <name>', 'the alias', alias, 'stable');
  defineCommand<{ seq: number; reason: string; alias: string }>(audit, {
    usage: 'review <prompt>',
    description: "record that you looked at somebody else's override",
    example: 'audit review support-triage --seq 4 --reason "Right call, see the incident"',
    load: () => import('./commands/audit-review.ts'),
  })
    .requiredOption('--seq <n>', 'the number of the override in the log', positiveInteger('--seq'))
    .requiredOption('--reason <text>', 'what you found', filledText('--reason'))
    .option('--alias <name>', 'the alias that it moved', alias, 'stable');
}

function addRegistryCommands(registry: Command): void {
  defineCommand(registry, {
    usage: 'copy <from> <to>',
    description:
      'copy a registry, folder or postgres:// URL, and audit both ends; goes on where it was cut off',
    example: 'registry copy .prompteval/registry postgres://prompteval@db.internal/prompts',
    load: () => import('./commands/registry-copy.ts'),
  });
}

function addRunCommands(program: Command): void {
  defineCommand(program, {
    usage: 'runs [prompt]',
    description: 'stored runs, newest first',
    example: 'runs support-triage',
    load: () => import('./commands/runs.ts'),
  });
  defineCommand<{ format: string }>(program, {
    usage: 'report [run-id]',
    description: 'render a stored run again (default: the newest)',
    example: 'report --format markdown > comment.md',
    load: () => import('./commands/report.ts'),
  })
    .option('--format <format>', 'terminal, html, markdown, junit or json', 'terminal')
    .option('--show-sensitive', 'do not hide the variables that the prompt marks as sensitive')
    .option('--open', 'open the HTML page in a browser');
  defineCommand(program, {
    usage: 'recompute [run-id]',
    description: 'work a stored run out again from its trials (default: the newest)',
    example: 'recompute 20261121-154501-9f3c1a',
    load: () => import('./commands/recompute.ts'),
  });
  defineCommand<{ alias: string }>(program, {
    usage: 'power <prompt>',
    description: 'what the dataset can prove and for how much; runs stable against itself',
    example: 'power support-triage --metric quality',
    load: () => import('./commands/power.ts'),
  })
    .option('--run <id>', 'read a stored run instead, without a model call')
    .option('--metric <name>', 'only this metric; repeatable', collect)
    .option(
      '--split <name>',
      'tune, release or all cases (default: those that a release is judged by)',
      split,
    )
    .option('--repeats <k>', 'trials a case on each side (default: 1)', positiveInteger('--repeats'))
    .option('--alias <name>', 'the alias to run against itself', alias, 'stable')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger('--concurrency'))
    .option('--max-cost <usd>', 'stop when this much is spent', positiveNumber('--max-cost'));
}

function addDriftCommand(program: Command): void {
  defineCommand<{ alias: string }>(program, {
    usage: 'drift <prompt>',
    description: 'ask what is live again, and compare it with the trials it was released by; moves nothing',
    example: 'drift support-triage --max-cost 2',
    load: () => import('./commands/drift.ts'),
  })
    .option('--run <folder>', 'the release run, by its folder or id (default: where it was stored)')
    .option('--alias <name>', 'the alias whose version to ask', alias, 'stable')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger('--concurrency'))
    .option('--max-cost <usd>', 'stop when this much is spent', positiveNumber('--max-cost'))
    .option('--dry-run', 'the number of calls and the estimated cost; no call');
}

function addDeliveryCommands(program: Command): void {
  defineCommand(program, {
    usage: 'serve',
    description: 'hand out live prompts over HTTP; reads only',
    example: 'serve --port 7070',
    load: () => import('./commands/serve.ts'),
  })
    .option('--port <n>', 'the port; 0 takes any that is free', port, 7070)
    .option('--host <address>', 'the address; 0.0.0.0 is every one of this machine', '127.0.0.1')
    .option('--token-env <name>', 'ask for the bearer token that stands in this environment variable');
  defineCommand(program, {
    usage: 'bundle <folder>',
    description: 'write live prompts as static files: the same bytes that serve hands out',
    example: 'bundle public/prompts',
    load: () => import('./commands/bundle.ts'),
  }).option('--all', 'every version, not only those that an alias names');
  defineCommand(program, {
    usage: 'types <file>',
    description: 'write the types of prompts, aliases and variables for prompteval/client',
    example: 'types src/prompts.d.ts',
    load: () => import('./commands/types.ts'),
  });
}

const splitHelp =
  'tune, release or all cases (default: the release cases where there are any); another one makes a smoke run';

function addEvaluationOptions(command: Command): Command {
  return command
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
    .option('--alias <name>', 'the alias to compare with and to move', alias, 'stable')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger('--concurrency'))
    .option('--max-cost <usd>', 'stop when this much is spent', positiveNumber('--max-cost'))
    .option('--dry-run', 'the plan, the number of calls and the estimated cost; no call');
}
