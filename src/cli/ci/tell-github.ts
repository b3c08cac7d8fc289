import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { annotationsOf } from '../../ci/annotations.ts';
import { jobPageOf } from '../../ci/comment-text.ts';
import type { CiJob, Environment } from '../../ci/job.ts';
import { variable } from '../../ci/job.ts';
import type { PromptOutcome } from '../../ci/prompt-outcome.ts';
import { titleOf } from '../../ci/titles.ts';
import { annotationCommand, outputEntries } from '../../ci/workflow-command.ts';
import { type ExitCode, InputError } from '../../core/errors.ts';
import { inRepository, problemWords } from './outcomes.ts';

/** What later steps of a workflow may want to know. */
export function outputsOf(
  outcomes: readonly PromptOutcome[],
  exitCode: ExitCode,
  job: Pick<CiJob, 'root'>,
): Record<string, string> {
  const evaluated = outcomes.filter(({ input }) => input !== null);
  const runs = outcomes.map(({ prompt, exitCode: code, did, input, folder }) => ({
    ...{
      prompt,
      did,
      'exit-code': code,
      run: input?.run.id ?? null,
      folder: folder && inRepository(job, folder),
    },
    ...{ verdict: input?.run.verdict.status ?? null, released: input?.run.release?.to ?? null },
  }));
  return {
    verdict: verdictOf(exitCode, evaluated.length),
    'exit-code': String(exitCode),
    title: titleOfAll(outcomes, exitCode),
    changed: String(evaluated.length > 0),
    released: String(evaluated.some(({ input }) => input?.run.release != null)),
    runs: JSON.stringify(runs),
  };
}

/** Of the worst; where all is well of what was released, or else of what was evaluated. */
function titleOfAll(outcomes: readonly PromptOutcome[], exitCode: ExitCode): string {
  const same = outcomes.filter((outcome) => outcome.exitCode === exitCode);
  const told =
    same.find(({ input }) => input?.run.release != null) ?? same.find(({ input }) => input !== null);
  const first = told ?? (exitCode === 0 ? undefined : same[0]);
  if (first === undefined) return 'Nothing to evaluate';
  return same.length > 1 ? `${titleOf(first)}, and ${same.length - 1} more` : titleOf(first);
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
    await appendFile(file, outputEntries(outputsOf(outcomes, exitCode, job), `prompteval_${randomUUID()}`));
  }
}

/** The same where the config could not be used at all, so that there is no prompt to speak of. */
export async function tellUnusable(
  environment: Environment,
  job: CiJob,
  error: unknown,
  say: (line: string) => void,
): Promise<void> {
  const problems = (error instanceof InputError ? error.problems : []).map(({ file, ...problem }) => ({
    ...problem,
    ...(file !== undefined && { file: inRepository(job, resolve(file)) }),
  }));
  const message = problemWords(problems, error instanceof Error ? error.message : String(error));
  const config = { file: problems[0]?.file ?? 'prompteval.config.ts', line: problems[0]?.line ?? 1 };
  const outcome: PromptOutcome = {
    ...{ prompt: 'the config', did: 'validate', exitCode: 2, input: null, folder: null, source: null },
    ...{ message, problems, config },
  };
  await tellGithub(environment, job, { outcomes: [outcome], exitCode: 2, intro: [] }, say);
}
