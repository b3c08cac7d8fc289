import { type CiJob, type Environment, variable } from '../../ci/job.ts';
import { planJob } from '../../ci/plan-job.ts';
import { InputError } from '../../core/errors.ts';
import { printable } from '../../core/text.ts';
import { type CheckedJob, checkJob } from '../ci/check-job.ts';
import { commentPlace } from '../ci/comment.ts';
import { promptFacts } from '../ci/prompt-facts.ts';
import { readJob } from '../ci/read-job.ts';
import { readTokens } from '../ci/tokens.ts';
import { open } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';

interface CheckFlags extends GlobalOptions {
  mainBranch?: string;
}

/** What `ci` would do here, and what it lacks. Asks no model, and shows no value of a secret. */
export async function run(names: string[], flags: CheckFlags): Promise<void> {
  const environment = { ...process.env };
  const { output, project } = await open(flags);
  const job = await readJob(environment, flags.mainBranch).catch((error) => {
    if (error instanceof InputError && !isInCi(environment)) return null;
    throw error;
  });
  const facts = await promptFacts(project, names);
  const tokens = readTokens(environment);
  const place = job === null ? null : commentPlace(environment, job, tokens);
  const plan = job === null ? null : planJob(job, facts);
  const checked = await checkJob({ project, environment, job, plan, facts, tokens, place });
  output.printJson(checked);
  printChecked(output, job, checked);
  // Secrets may well be set in CI alone; a release that is thrown away is lost there too.
  if (checked.losesMoves) process.exitCode = 1;
}

function isInCi(environment: Environment): boolean {
  return ['GITHUB_ACTIONS', 'GITLAB_CI'].some((name) => variable(environment, name) !== undefined);
}

const systems = { github: 'GitHub Actions', gitlab: 'GitLab CI' } as const;

function printChecked(output: Output, job: CiJob | null, checked: CheckedJob): void {
  const title =
    job === null ? 'Not in a CI job' : `${systems[job.system]}: ${job.event} on ${job.ref || 'no branch'}`;
  output.print(output.bold(printable(title)));
  for (const [name, lines] of Object.entries(checked.says)) {
    const [first = '–', ...more] = lines;
    output.print(printable(`  ${`${name}:`.padEnd(10)} ${first}`));
    for (const line of more) output.print(printable(`  ${''.padEnd(10)} ${line}`));
  }
  if (checked.missing.length === 0) output.print('  Nothing is missing.');
  for (const each of checked.missing) output.print(printable(`  ✖ ${each}`));
}
