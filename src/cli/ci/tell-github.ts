import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { annotationsOf } from '../../ci/annotations.ts';
import { jobPageOf } from '../../ci/comment-text.ts';
import type { CiJob, Environment } from '../../ci/job.ts';
import { variable } from '../../ci/job.ts';
import type { PromptOutcome } from '../../ci/prompt-outcome.ts';
import { titleOf } from '../../ci/titles.ts';
import { annotationCommand, outputEntries } from '../../ci/workflow-command.ts';
import type { ExitCode } from '../../core/errors.ts';

/** What later steps of a workflow may want to know. */
export function outputsOf(outcomes: readonly PromptOutcome[], exitCode: ExitCode): Record<string, string> {
  const evaluated = outcomes.filter(({ input }) => input !== null);
  const runs = outcomes.map(({ prompt, exitCode: code, did, input, folder }) => ({
    ...{ prompt, did, 'exit-code': code, run: input?.run.id ?? null, folder },
    ...{ verdict: input?.run.verdict.status ?? null, released: input?.run.release?.to ?? null },
  }));
  const worst = outcomes.find((outcome) => outcome.exitCode === exitCode);
  return {
    verdict: verdictOf(exitCode, evaluated.length),
    'exit-code': String(exitCode),
    title: exitCode === 0 || worst === undefined ? 'Passed' : titleOf(worst),
    changed: String(evaluated.length > 0),
    released: String(evaluated.some(({ input }) => input?.run.release != null)),
    runs: JSON.stringify(runs),
  };
}

function verdictOf(exitCode: ExitCode, evaluated: number): string {
  if (exitCode === 0) return evaluated === 0 ? 'none' : 'pass';
  return { 1: 'fail', 2: 'error', 3: 'inconclusive', 4: 'conflict', 130: 'interrupted' }[exitCode];
}

/** The annotations, the page and the outputs of the step, in the files that the runner named. */
export async function tellGithub(
  environment: Environment,
  job: CiJob,
  { outcomes, exitCode, intro }: { outcomes: readonly PromptOutcome[]; exitCode: ExitCode; intro: string[] },
  say: (line: string) => void,
): Promise<void> {
  for (const annotation of annotationsOf(outcomes)) say(annotationCommand(annotation));
  const page = variable(environment, 'GITHUB_STEP_SUMMARY');
  if (page !== undefined) await appendFile(page, jobPageOf(outcomes, intro, job));
  const file = variable(environment, 'GITHUB_OUTPUT');
  if (file !== undefined) {
    await appendFile(file, outputEntries(outputsOf(outcomes, exitCode), `prompteval_${randomUUID()}`));
  }
}
