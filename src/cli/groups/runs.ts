import type { Command } from 'commander';
import { defineCommand } from '../define-command.ts';
import { alias, collect, filledText, positiveInteger, positiveNumber, split } from '../parse-options.ts';
import { addProgressOptions } from './progress-options.ts';

/** Stored runs, and the runs that move nothing. */
export function addRunCommands(program: Command): void {
  addStoredRunCommands(program);
  addCalibrateCommand(program);
  addReviewCommand(program);
  addDriftCommand(program);
}

function addStoredRunCommands(program: Command): void {
  defineCommand(program, {
    usage: 'runs [prompt]',
    description: 'stored runs, newest first',
    example: 'runs support-triage',
    load: () => import('../commands/runs.ts'),
  });
  defineCommand(program, {
    usage: 'merge <run-folders...>',
    description: 'join the shards of runs into whole runs; no model call',
    example: 'merge shards/*/support-triage/*',
    load: () => import('../commands/merge.ts'),
  });
  defineCommand<{ format: string }>(program, {
    usage: 'report [run-id]',
    description: 'render a stored run again (default: the newest)',
    example: 'report --format markdown > comment.md',
    load: () => import('../commands/report.ts'),
  })
    .option('--format <format>', 'terminal, html, markdown, junit or json', 'terminal')
    .option('--show-sensitive', 'do not hide the variables that the prompt marks as sensitive')
    .option('--open', 'open the HTML page in a browser');
  defineCommand(program, {
    usage: 'history [prompt]',
    description:
      'verdicts, metrics and cost over versions, as a page; without a prompt all of them at a glance',
    example: 'history support-triage',
    load: () => import('../commands/history.ts'),
  }).option('--out <file>', 'where the page goes (default: history.html or index.html among the reports)');
  defineCommand(program, {
    usage: 'site <folder>',
    description: 'write every prompt and run as a static site; its addresses stay',
    example: 'site public',
    load: () => import('../commands/site.ts'),
  });
  defineCommand(program, {
    usage: 'recompute [run-id]',
    description: 'work a stored run out again from its trials (default: the newest)',
    example: 'recompute 20261121-154501-9f3c1a',
    load: () => import('../commands/recompute.ts'),
  });
  addProgressOptions(
    defineCommand(program, {
      usage: 'score [run-id]',
      description:
        "score a stored run's answers again with the config's evaluators (default: the newest); no model call, never promotes",
      example: 'score 20261121-154501-9f3c1a',
      load: () => import('../commands/score.ts'),
    }),
  );
  addProgressOptions(
    defineCommand<{ alias: string }>(program, {
      usage: 'power <prompt>',
      description: 'what the dataset can prove and for how much; runs stable against itself',
      example: 'power support-triage --metric quality',
      load: () => import('../commands/power.ts'),
    }),
  )
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

function addCalibrateCommand(program: Command): void {
  defineCommand<{ metric: string; sample: number }>(program, {
    usage: 'calibrate <prompt>',
    description:
      'a judge against people: write answers of a stored run into a file to label, then read it; no model call',
    example: 'calibrate support-triage --metric quality --sample 50',
    load: () => import('../commands/calibrate.ts'),
  })
    .requiredOption('--metric <name>', 'the metric whose scores people check', filledText('--metric'))
    .option('--run <id>', 'the run whose answers to label (default: the newest)')
    .option('--sample <n>', 'how many answers, of both arms', positiveInteger('--sample'), 50)
    .option('--out <file>', 'where the file to label goes (default: labels-<metric>.csv beside the run)')
    .option('--labels <file>', 'the file with its column "label" filled in: say how far they agree')
    .option('--page', 'label on a page of this machine, which keeps each label in the file at once')
    .option('--open', 'with --page: open it in a browser');
}

function addReviewCommand(program: Command): void {
  defineCommand(program, {
    usage: 'review <prompt>',
    description:
      "people's word on the answers that a run's gates wait for (humanReview): on a page of this machine, or in a file; no model call",
    example: 'review support-triage --open',
    load: () => import('../commands/review.ts'),
  })
    .option('--run <id>', 'the run whose answers to review (default: the newest)')
    .option(
      '--metric <name>',
      'the metric of humanReview (default: the first that waits)',
      filledText('--metric'),
    )
    .option('--open', 'open the page in a browser')
    .option('--out <file>', 'instead of the page: write what waits into a CSV file')
    .option('--labels <file>', 'record the labels of such a file');
}

function addDriftCommand(program: Command): void {
  addProgressOptions(
    defineCommand<{ alias: string }>(program, {
      usage: 'drift <prompt>',
      description: 'ask what is live again, and compare it with the trials it was released by; moves nothing',
      example: 'drift support-triage --max-cost 2',
      load: () => import('../commands/drift.ts'),
    }),
  )
    .option('--run <folder>', 'the release run, by its folder or id (default: where it was stored)')
    .option('--alias <name>', 'the alias whose version to ask', alias, 'stable')
    .option('--concurrency <n>', 'most calls in flight a provider', positiveInteger('--concurrency'))
    .option('--max-cost <usd>', 'stop when this much is spent', positiveNumber('--max-cost'))
    .option('--dry-run', 'the number of calls and the estimated cost; no call');
}
