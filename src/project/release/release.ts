import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Split } from '../../core/case.ts';
import { ConflictError, CutShortError, InputError, RefusedError } from '../../core/errors.ts';
import type { MoveRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { readAlias, readHead } from '../../registry/aliases.ts';
import { foldersOfRelease } from '../../registry/keys.ts';
import { requireOwnPromptName } from '../../registry/name-twins.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import { splitCases } from '../cases/release-cases.ts';
import { evaluatePrompt } from '../evaluation/evaluation.ts';
import { keepReviews } from '../labelling/keep-reviews.ts';
import type { Project } from '../opening/open-project.ts';
import { tellOfBlock } from '../opening/webhooks.ts';
import { ownModelProblem } from '../plans/own-model-problem.ts';
import type { PlanState } from '../plans/plan-standing.ts';
import { requireReleasePlace } from '../plans/release-place.ts';
import { type ReleaseTerms, releaseTerms, requireReleasable } from '../plans/release-terms.ts';
import { writePlan } from '../plans/write-plan.ts';
import { refOf, resolveCandidate, resolveRef } from '../prompts/arms.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { overrideWith, promoteRun, reportRelease } from './promote-run.ts';

/** The version that the alias names, where that is the candidate already. */
export interface NothingToRelease {
  stable: number;
}

/** Null where there is something to release. */
export async function nothingToRelease(
  project: Project,
  prompt: ResolvedPrompt,
  options: Pick<EvaluationOptions, 'alias' | 'candidate'>,
): Promise<NothingToRelease | null> {
  const head = await readAlias(project.store, prompt.name, options.alias);
  const candidate = await resolveCandidate(project, prompt, options.candidate);
  return head?.to.digest === candidate.digest ? { stable: head.to.version } : null;
}

/** What became of a release. */
export interface Released extends EvaluatedRun {
  /** Where the run may promote: what it was planned to do, applied or not. */
  planned?: PlanState;
}

/** How far a release goes. */
export interface ReleaseMode {
  /** Writes the plan and moves nothing. */
  planOnly?: boolean;
  /** Moves the alias whatever the verdict, for this reason. */
  override?: string | undefined;
}

/**
 * Evaluates, plans, and applies the plan at once where it needs no approval.
 *
 * @throws ConflictError where the alias moved meanwhile; RefusedError where it is frozen, or only others may move it.
 */
export async function releasePrompt(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
  mode: ReleaseMode = {},
): Promise<Released | NothingToRelease> {
  const { alias } = options;
  if (movesAlias(mode)) await requireReleasePlace(project);
  // Read once: all that is decided from here on is about this head, and the move lands on it or not at all.
  const head = await readHead(project.store, prompt.name, alias);
  const candidate = await resolveCandidate(project, prompt, options.candidate);
  if (head?.to.digest === candidate.digest) return { stable: head.to.version };
  const unproven = ownModelProblem(project, prompt, candidate.prompt);
  if (unproven) throw new InputError(unproven);
  await requireHeadAsBaseline(project, prompt, options, head);
  const terms = await releaseTerms(project, prompt, { candidate, head });
  const right = mode.override === undefined ? 'promote' : 'override';
  await requireReleasable(project, prompt, { alias, candidate, head }, terms, right);
  await requireOwnPromptName(project.store, prompt.name);
  await project.requireWritable(foldersOfRelease(prompt.name, alias));
  const evaluated = await evaluatePrompt(project, prompt, {
    ...options,
    command: mode.planOnly ? 'release --plan-only' : 'release',
    head: head?.to ?? null,
  });
  try {
    return await finishRelease(project, prompt, evaluated, head, terms, mode);
  } catch (error) {
    if (error instanceof ConflictError || error instanceof RefusedError) throw error;
    // It was paid for, and what went wrong since has nothing to do with what it found.
    throw new CutShortError(finishedWords(evaluated.run, mode), error);
  }
}

function finishedWords({ id, prompt, plan }: RunFile, { planOnly, override }: ReleaseMode): string {
  const alias = plan.alias === 'stable' ? '' : ` --alias ${plan.alias}`;
  const how = `${planOnly ? ' --plan-only' : ''}${override === undefined ? '' : ' --override --reason "…"'}`;
  return `The run is finished and kept. When that is mended, release it without another call: prompteval release ${prompt} --run ${id}${alias}${how}`;
}

/** An override says that it is one, for whoever looks at the log. */
export function movesAlias({ planOnly = false, override }: ReleaseMode): boolean {
  return !planOnly && override === undefined;
}

/** From a run to its plan and, where nothing is missing, to the move. */
export async function finishRelease(
  project: Project,
  prompt: ResolvedPrompt,
  { run, folder }: EvaluatedRun,
  head: MoveRecord | null,
  terms: ReleaseTerms,
  { planOnly = false, override }: ReleaseMode,
): Promise<Released> {
  const { who } = terms;
  if (override !== undefined) {
    const request = { expectedSeq: head?.seq ?? 0, who, reason: override };
    return reportRelease(await overrideWith(project, run, request), folder);
  }
  if (run.plan.action === 'hold' && run.plan.awaits !== 'approval') {
    tellOfBlock(project, run);
    return { run, folder };
  }
  await keepReviews(project, prompt, { run, folder });
  const planned = await writePlan(project, prompt, run, head, terms);
  if (planOnly || !planned.isReady) {
    await project.settle();
    return { run, folder, planned };
  }
  const released = await promoteRun(project, run, planned, who);
  return { ...(await reportRelease(released, folder)), planned };
}

/**
 * A prompt may have been fitted to other cases, so those prove nothing.
 *
 * @throws InputError where `--split` names other cases than a release is judged by.
 */
export async function requireReleaseCases(
  project: Project,
  prompt: ResolvedPrompt,
  split: Split | undefined,
): Promise<void> {
  if (split === undefined) return;
  const dataset = await loadPromptDataset(project, prompt);
  if (splitCases(dataset, split).isDefault) return;
  throw new InputError({
    field: '--split',
    message: `a run on the ${split} cases is narrowed and can never promote`,
    hint: 'Use `prompteval run` for it, and release without it',
  });
}

/** A release replaces what the alias names, so that is what it has to be compared with. */
async function requireHeadAsBaseline(
  project: Project,
  prompt: ResolvedPrompt,
  { alias, baseline }: EvaluationOptions,
  head: MoveRecord | null,
): Promise<void> {
  if (baseline === undefined) return;
  const { digest } = await resolveRef(project, prompt, refOf(prompt, baseline));
  if (digest === head?.to.digest) return;
  throw new ConflictError(
    `${baseline} is not what ${alias} names, and a release is compared with that. Leave --baseline out, or compare with it in \`prompteval run\``,
  );
}
