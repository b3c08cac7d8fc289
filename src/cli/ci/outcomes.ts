import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { CiJob } from '../../ci/job.ts';
import type { PromptOutcome } from '../../ci/prompt-outcome.ts';
import { locateField } from '../../config/locate.ts';
import type { ExitCode } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';
import type { Project } from '../../project/opening/open-project.ts';
import { loadReportInput } from '../../report/load-report.ts';
import type { GlobalOptions } from '../output.ts';
import type { CommandResult } from './run-command.ts';

/** Options that go on to every command that asks models. */
export interface EvaluationLimits extends GlobalOptions {
  maxCost?: number;
  concurrency?: number;
  cache?: string;
}

/** Regressions that the page of a job shows. */
export const shownRegressions = 50;

export interface Evaluator {
  job: CiJob;
  project: Project;
  flags: EvaluationLimits;
  note(text: string): void;
}

/** A run that has its files. */
export async function finished(
  ci: Evaluator,
  prompt: string,
  did: PromptOutcome['did'],
  document: JsonObject,
  exitCode?: number,
): Promise<PromptOutcome> {
  const folder = join(ci.project.config.reports, prompt, String(document.id ?? ''));
  // A plan may be applied where its run never was.
  const isHere = existsSync(join(folder, 'run.json'));
  if (!isHere && did === 'release') return outcomeOf(ci, prompt, did, elsewhere(document, exitCode ?? 0));
  const input = await loadReportInput(folder, shownRegressions);
  const byVerdict = { pass: 0, fail: 1, inconclusive: 3 }[input.run.verdict.status];
  return outcomeOf(ci, prompt, did, { exitCode: exitCode ?? byVerdict, input, folder });
}

function elsewhere({ release, id }: JsonObject, exitCode: number): Ended {
  const to = isJsonObject(release) ? `stable is v${String(release.to)}` : 'nothing moved';
  return { exitCode, input: null, folder: null, message: `${to}, by run ${String(id)}` };
}

export async function failed(
  ci: Evaluator,
  prompt: string,
  did: PromptOutcome['did'],
  { exitCode, document }: CommandResult,
): Promise<PromptOutcome> {
  const error = isJsonObject(document) && isJsonObject(document.error) ? document.error : {};
  const problems = (Array.isArray(error.problems) ? error.problems : []).flatMap((problem) =>
    readProblem(ci, problem),
  );
  const plain = typeof error.message === 'string' ? error.message : 'it ended without a result';
  const message = problemWords(problems, plain);
  // An error is never a success, whatever a broken pipe made of its exit code.
  return outcomeOf(ci, prompt, did, {
    exitCode: exitCode || 2,
    input: null,
    folder: null,
    message,
    problems,
  });
}

/** The first problem with the field that it is about, and how many more there are; `plain` where there is none. */
export function problemWords([first, ...more]: readonly Problem[], plain: string): string {
  if (first === undefined) return plain;
  const said = [first.field, first.message].filter(Boolean).join(' ');
  return more.length === 0 ? said : `${said}, and ${counted(more.length, 'more problem')}`;
}

export interface Ended {
  exitCode: number;
  input: PromptOutcome['input'];
  folder: string | null;
  message?: string;
  problems?: Problem[];
}

export async function outcomeOf(
  ci: Evaluator,
  prompt: string,
  did: PromptOutcome['did'],
  { exitCode, input, folder, message = '', problems = [] }: Ended,
): Promise<PromptOutcome> {
  const file = ci.project.config.prompts.get(prompt)?.file;
  const text = file === undefined ? null : await readFile(file, 'utf8').catch(() => null);
  return {
    prompt,
    did,
    exitCode: knownExit(exitCode),
    input,
    folder,
    message: message === '' ? null : message,
    problems,
    source: file === undefined || text === null ? null : { file: inRepository(ci.job, file), text },
    config: await configPlace(ci, prompt),
  };
}

/** Where the prompt stands in the config: what a gate of the policy is about. */
async function configPlace({ job, project }: Evaluator, prompt: string): Promise<PromptOutcome['config']> {
  const { file } = project.config;
  const text = await readFile(file, 'utf8').catch(() => '');
  const line = locateField(text, ['prompts', prompt, 'gates']) ?? 1;
  return { file: inRepository(job, file), line };
}

const exits: readonly ExitCode[] = [0, 1, 2, 3, 4, 130];

function knownExit(code: number): ExitCode {
  return exits.find((known) => known === code) ?? 2;
}

/** In a run of several prompts only the name of an error says how its own command would have ended. */
export function exitOfError(error: Json): ExitCode {
  const name = isJsonObject(error) ? error.name : undefined;
  if (name === 'ConflictError') return 4;
  return name === 'RefusedError' ? 1 : 2;
}

function readProblem({ job }: Evaluator, value: Json): Problem[] {
  if (!isJsonObject(value) || typeof value.message !== 'string') return [];
  const { message, file, line, field, expected, hint } = value;
  return [
    {
      message,
      ...(typeof file === 'string' && { file: inRepository(job, resolve(file)) }),
      ...(typeof line === 'number' && { line }),
      ...(typeof field === 'string' && { field }),
      ...(typeof expected === 'string' && { expected }),
      ...(typeof hint === 'string' && { hint }),
    },
  ];
}

/** As an annotation names a file: from the repository's root, with slashes. */
export function inRepository({ root }: Pick<CiJob, 'root'>, file: string): string {
  return relative(resolve(root), file).split(sep).join('/');
}
