import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { CiJob } from '../../ci/job.ts';
import type { JobPlan } from '../../ci/plan-job.ts';
import type { PromptOutcome } from '../../ci/prompt-outcome.ts';
import { locateField } from '../../config/locate.ts';
import type { ExitCode } from '../../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';
import { findEarlierRun } from '../../project/earlier-run.ts';
import { findPrompt, type Project } from '../../project/open-project.ts';
import { findPlanOfDraft, type WaitingPlan } from '../../project/waiting-plans.ts';
import { loadReportInput } from '../../report/load-report.ts';
import type { GlobalOptions } from '../output.ts';
import { counted } from '../words.ts';
import type { Revisions } from './revisions.ts';
import { type CommandResult, runCommand } from './run-command.ts';

/** Options that go on to every command that asks models. */
export interface EvaluationLimits extends GlobalOptions {
  maxCost?: number;
  concurrency?: number;
  cache?: string;
}

/** Regressions that the page of a job shows. */
const shownRegressions = 50;

export interface Evaluator {
  job: CiJob;
  project: Project;
  flags: EvaluationLimits;
  note(text: string): void;
}

/** Does what the plan says, one command after the other. */
export async function carryOut(ci: Evaluator, plan: JobPlan, revisions: Revisions): Promise<PromptOutcome[]> {
  const outcomes: PromptOutcome[] = [];
  if (plan.validate) outcomes.push(...(await validate(ci, plan.run)));
  const isSound = outcomes.every(({ exitCode }) => exitCode === 0);
  if (isSound && plan.run.length > 0) outcomes.push(...(await runChanged(ci, plan.run, revisions)));
  for (const prompt of plan.release) outcomes.push(await releaseOne(ci, prompt));
  for (const prompt of plan.drift) outcomes.push(await driftOne(ci, prompt));
  return outcomes;
}

/** One look at everything; what was only validated is named, so that nobody takes it for evaluated. */
async function validate(ci: Evaluator, evaluated: readonly string[]): Promise<PromptOutcome[]> {
  const result = await runCommand(['validate'], ci.flags);
  const names = [...ci.project.config.prompts.keys()];
  if (result.exitCode !== 0) {
    const [first = 'config'] = names;
    return [await failed(ci, first, 'validate', result)];
  }
  return Promise.all(
    names
      .filter((name) => !evaluated.includes(name))
      .map((name) => outcomeOf(ci, name, 'validate', { exitCode: 0, input: null, folder: null })),
  );
}

async function runChanged(
  ci: Evaluator,
  prompts: readonly string[],
  { since, policy }: Revisions,
): Promise<PromptOutcome[]> {
  const changed = since === null ? [] : ['--changed', '--since', since];
  const judgedBy = policy === null ? [] : ['--policy-from', policy];
  const result = await runCommand(['run', ...prompts, ...changed, ...judgedBy, ...limits(ci)], ci.flags);
  const documents = [result.document ?? null].flat();
  const [only] = documents;
  if (documents.length === 1 && isJsonObject(only) && only.error !== undefined && only.prompt === undefined) {
    // With one prompt the error stands alone; with several it is about all of them.
    return Promise.all(prompts.slice(0, 1).map((prompt) => failed(ci, prompt, 'run', result)));
  }
  if (result.document === undefined) {
    return Promise.all(prompts.slice(0, 1).map((prompt) => failed(ci, prompt, 'run', result)));
  }
  return Promise.all(documents.filter(isJsonObject).map((document) => ranOne(ci, document)));
}

async function ranOne(ci: Evaluator, document: JsonObject): Promise<PromptOutcome> {
  const prompt = String(document.prompt ?? '?');
  if (document.error !== undefined) {
    return failed(ci, prompt, 'run', { exitCode: exitOfError(document.error), document });
  }
  return finished(ci, prompt, 'run', document);
}

/** Releases the run that the change brought along, while it still holds; else evaluates now. */
async function releaseOne(ci: Evaluator, name: string): Promise<PromptOutcome> {
  const { project, flags, note } = ci;
  const prompt = findPrompt(project, name);
  const plan = await findPlanOfDraft(project, prompt).catch(() => null);
  if (plan !== null && !plan.ready) {
    const folder = join(project.config.reports, name, plan.run);
    const input = await loadReportInput(folder, shownRegressions).catch(() => null);
    return outcomeOf(ci, name, 'release', { exitCode: 3, input, folder, message: waitingWords(name, plan) });
  }
  if (plan !== null) {
    note(`${name}: enough people approved plan ${shortPlan(plan.digest)}, so it is applied.`);
    return released(ci, name, await runCommand(['release', name, '--apply', shortPlan(plan.digest)], flags));
  }
  const earlier = await findEarlierRun(project, prompt, 'stable').catch(() => null);
  if (earlier !== null && earlier.stale.length > 0) {
    note(
      `${name}: run ${earlier.id} can't be released any more, so it is evaluated again. ${earlier.stale.join('. ')}.`,
    );
  }
  const isReady = earlier !== null && earlier.stale.length === 0;
  if (isReady) note(`${name}: releasing run ${earlier.id}, without a model call.`);
  const how = isReady ? ['--run', earlier.id] : limits(ci);
  return released(ci, name, await runCommand(['release', name, ...how], flags));
}

async function released(ci: Evaluator, name: string, result: CommandResult): Promise<PromptOutcome> {
  const { document, exitCode } = result;
  if (!isJsonObject(document) || document.error !== undefined) return failed(ci, name, 'release', result);
  if (document.released === null && typeof document.stable === 'number') {
    const message = `stable is v${document.stable} already`;
    return outcomeOf(ci, name, 'release', { exitCode: 0, input: null, folder: null, message });
  }
  return { ...(await finished(ci, name, 'release', document, exitCode)), ...waiting(name, document) };
}

/** What people have to do before the alias moves, where the release wrote a plan that waits for them. */
function waiting(name: string, { planned }: JsonObject): { message?: string } {
  if (!isJsonObject(planned) || planned.ready !== false || typeof planned.digest !== 'string') return {};
  return { message: waitingWords(name, { digest: planned.digest, waitsFor: String(planned.waitsFor) }) };
}

function waitingWords(name: string, { digest, waitsFor }: Pick<WaitingPlan, 'digest' | 'waitsFor'>): string {
  return `waits for ${waitsFor}: prompteval approve ${name} --plan ${shortPlan(digest)}`;
}

function shortPlan(digest: string): string {
  return digest.replace('sha256:', '').slice(0, 12);
}

async function driftOne(ci: Evaluator, name: string): Promise<PromptOutcome> {
  const { maxCost, concurrency } = ci.flags;
  const result = await runCommand(['drift', name, ...options({ maxCost, concurrency })], ci.flags);
  const { document } = result;
  if (!isJsonObject(document) || document.error !== undefined) return failed(ci, name, 'drift', result);
  return finished(ci, name, 'drift', document, result.exitCode);
}

function limits({ flags: { maxCost, concurrency, cache } }: Evaluator): string[] {
  return options({ maxCost, concurrency, cache });
}

function options(given: {
  maxCost?: number | undefined;
  concurrency?: number | undefined;
  cache?: string | undefined;
}): string[] {
  const named = { '--max-cost': given.maxCost, '--concurrency': given.concurrency, '--cache': given.cache };
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));
}

/** A run that has its files. */
async function finished(
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

async function failed(
  ci: Evaluator,
  prompt: string,
  did: PromptOutcome['did'],
  { exitCode, document }: CommandResult,
): Promise<PromptOutcome> {
  const error = isJsonObject(document) && isJsonObject(document.error) ? document.error : {};
  const problems = (Array.isArray(error.problems) ? error.problems : []).flatMap((problem) =>
    readProblem(ci, problem),
  );
  const [first] = problems;
  const plain = typeof error.message === 'string' ? error.message : 'it ended without a result';
  const said = first === undefined ? plain : [first.field, first.message].filter(Boolean).join(' ');
  const message = problems.length > 1 ? `${said}, and ${counted(problems.length - 1, 'more problem')}` : said;
  // An error is never a success, whatever a broken pipe made of its exit code.
  return outcomeOf(ci, prompt, did, {
    exitCode: exitCode || 2,
    input: null,
    folder: null,
    message,
    problems,
  });
}

interface Ended {
  exitCode: number;
  input: PromptOutcome['input'];
  folder: string | null;
  message?: string;
  problems?: Problem[];
}

async function outcomeOf(
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
function exitOfError(error: Json): ExitCode {
  const name = isJsonObject(error) ? error.name : undefined;
  if (name === 'ConflictError') return 4;
  return name === 'RefusedError' || name === 'IntegrityError' ? 1 : 2;
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
