import { join } from 'node:path';
import type { JobPlan } from '../../ci/plan-job.ts';
import type { PromptOutcome } from '../../ci/prompt-outcome.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { findPlanOfDraft, type WaitingPlan } from '../../project/plans/waiting-plans.ts';
import { committedRuns, findEarlierRun } from '../../project/release/earlier-run.ts';
import { loadReportInput } from '../../report/load-report.ts';
import { committedRunWords } from './committed-evidence.ts';
import { type Evaluator, exitOfError, failed, finished, outcomeOf, shownRegressions } from './outcomes.ts';
import type { Revisions } from './revisions.ts';
import { type CommandResult, runCommand } from './run-command.ts';

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
  // With one prompt its error stands alone; so does one that ended the command before the first prompt.
  const isWhole = isJsonObject(only) && only.error !== undefined && only.prompt === undefined;
  if (result.document === undefined || isWhole) {
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
  const committed = await committedRuns(project, name);
  if (committed.length > 0) note(committedRunWords(committed.map(({ path }) => project.display(path))));
  const isCommitted = (run: string) => committed.some(({ id }) => id === run);
  const found = await findPlanOfDraft(project, prompt).catch(() => null);
  // Whoever approved a plan looked at its evidence; what nobody approved rests on the run alone.
  const isBare = found?.ready && found.approvals.given.length === 0 && isCommitted(found.run);
  const plan = isBare ? null : found;
  if (plan !== null && !plan.ready) {
    const folder = join(project.config.reports, name, plan.run);
    const input = await loadReportInput(folder, shownRegressions).catch(() => null);
    return outcomeOf(ci, name, 'release', { exitCode: 3, input, folder, message: waitingWords(name, plan) });
  }
  if (plan !== null) {
    note(`${name}: enough people approved plan ${shortPlan(plan.digest)}, so it is applied.`);
    return released(ci, name, await runCommand(['release', name, '--apply', shortPlan(plan.digest)], flags));
  }
  const earlier = await findEarlierRun(project, prompt, 'stable', ({ id }) => isCommitted(id)).catch(
    () => null,
  );
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
