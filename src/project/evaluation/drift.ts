import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import { formatCount } from '../../core/format.ts';
import type { ModelPairing } from '../../core/trial.ts';
import { gatesDigest } from '../../evaluation/digests.ts';
import type { Arms, AskedDrift, Evaluation } from '../../evaluation/evaluation.ts';
import { isReviewed } from '../../evaluation/evaluators-behind.ts';
import { gatesOfDrift, undecidingGates } from '../../gates/drift-gates.ts';
import { readAlias } from '../../registry/aliases.ts';
import { loadCases } from '../cases/cases.ts';
import type { Project } from '../opening/open-project.ts';
import { resolveArms } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { isScoredOtherwise, openReleaseRun, type ReleaseRun } from '../scoring/release-run.ts';
import { type SharedCases, shareCases } from '../scoring/release-trials.ts';
import { takenTrials } from '../scoring/taken-trials.ts';
import { planCalls, type RunPlan } from './dry-run.ts';
import { runEvaluation } from './evaluation.ts';
import { runAndScore } from './run-and-score.ts';

export interface DriftOptions
  extends Pick<EvaluationOptions, 'alias' | 'concurrency' | 'maxCost' | 'progress' | 'signal'> {
  /** The folder or the id of the release run, where it is not under its own name among the reports. */
  run?: string | undefined;
}

/** A live version and the run that released it. */
interface Question {
  options: EvaluationOptions;
  evaluation: Evaluation;
  drift: AskedDrift;
  release: ReleaseRun;
}

/**
 * Asks what an alias names again, and compares it with the trials that it was released by.
 *
 * @throws InputError where nothing is live, or where its release run is not at hand.
 */
export async function measureDrift(
  project: Project,
  prompt: ResolvedPrompt,
  options: DriftOptions,
): Promise<EvaluatedRun> {
  const question = await askDrift(project, prompt, options);
  const { evaluation, drift, release } = question;
  const images = new ImageFiles(project.config.root);
  return runEvaluation(project, prompt, question.options, evaluation, (_, folder) => ({
    loadCases: (arms) => loadSharedCases(project, prompt, arms, question, images),
    runAndScore(_, work, onRecord) {
      const taken = takenTrials(release, work.plan, drift.rescored ? work.evaluators : null);
      return runAndScore(project, { ...options, cache: 'off', folder, images, taken }, work, onRecord);
    },
  }));
}

/** The calls that `measureDrift` would make and about what they would cost; makes none. */
export async function planDrift(
  project: Project,
  prompt: ResolvedPrompt,
  options: DriftOptions,
): Promise<RunPlan> {
  const question = await askDrift(project, prompt, options);
  const { drift, release, evaluation } = question;
  const { arms } = await resolveArms(project, prompt, question.options);
  const { cases } = await loadSharedCases(project, prompt, arms, question);
  const { pairings } = drift;
  const { repeats } = evaluation;
  const plan = planCalls(project, prompt, { ...arms, baseline: null, cases, pairings, repeats });
  return { ...plan, release: release.run.id };
}

async function askDrift(
  project: Project,
  prompt: ResolvedPrompt,
  { run: named, ...options }: DriftOptions,
): Promise<Question> {
  const { alias } = options;
  const head = (await readAlias(project.store, prompt.name, alias))?.to;
  if (head === undefined) {
    throw new InputError({
      message: `${alias} of ${prompt.name} names no version, so there is nothing that could have drifted`,
      hint: `Release a first version: prompteval release ${prompt.name}`,
    });
  }
  const release = await openReleaseRun(project, prompt, { alias, ...head, named });
  const version = `@${head.version}`;
  const asked = { ...options, head, baseline: version, candidate: version };
  const { run, releasedAt } = release;
  const drift: AskedDrift = {
    release: run.id,
    releasedAt,
    rescored: isScoredOtherwise(prompt, release, (await resolveArms(project, prompt, asked)).arms),
    sameGates: run.digests.gates === gatesDigest(prompt.gates),
    pairings: pairingsOf(run.pairings),
  };
  const evaluation: Evaluation = {
    prompt: prompt.name,
    alias,
    models: [],
    repeats: run.repeats,
    evaluators: prompt.evaluators,
    gates: gatesOfDrift(prompt.gates, (metric) => isReviewed(prompt.evaluators, metric)),
    attempts: 'counted',
    cluster: prompt.cluster,
    onInconclusive: 'block',
    stopEarly: false,
    cache: 'off',
    narrowed: false,
    drift,
  };
  return { options: asked, evaluation, drift, release };
}

/** What the version was released on, for both sides; entries of the release that differed in their baseline are one. */
function pairingsOf(released: readonly ModelPairing[]): ModelPairing[] {
  const pairings = new Map<string, ModelPairing>();
  for (const { candidate, own } of released) {
    const known = pairings.get(candidate.id);
    const pairing = { id: candidate.id, baseline: candidate, candidate };
    pairings.set(candidate.id, own || known?.own ? { ...pairing, own: true } : pairing);
  }
  return [...pairings.values()];
}

async function loadSharedCases(
  project: Project,
  prompt: ResolvedPrompt,
  arms: Arms,
  { evaluation, drift, release }: Question,
  images = new ImageFiles(project.config.root),
) {
  const loaded = await loadCases(project, prompt, arms, {}, evaluation, images);
  const shared = await shareCases(release, loaded.cases);
  if (shared.cases.length === 0) {
    throw new InputError({
      message: `no case of ${loaded.dataset.name} is what it was in run ${release.run.id}, so there is nothing to compare`,
      hint: `Release again on today's cases: prompteval release ${prompt.name}`,
    });
  }
  const notes = [
    ...leftOut(shared),
    ...sinceThen(drift),
    ...undecidingGates(prompt.gates, (metric) => isReviewed(prompt.evaluators, metric)),
  ];
  return { ...loaded, cases: shared.cases, warnings: [...notes, ...loaded.warnings] };
}

function leftOut({ changed, added, removed }: SharedCases): string[] {
  const count = changed + added + removed;
  if (count === 0) return [];
  const parts = [
    ...(changed > 0 ? [`${formatCount(changed)} changed since the release`] : []),
    ...(added > 0 ? [`${formatCount(added)} new`] : []),
    ...(removed > 0 ? [`${formatCount(removed)} gone`] : []),
  ];
  return [
    `${formatCount(count)} ${count === 1 ? 'case is' : 'cases are'} left out of the comparison: ${parts.join(', ')}.`,
  ];
}

function sinceThen({ rescored, sameGates }: AskedDrift): string[] {
  return [
    ...(rescored
      ? ['What scores the answers has changed since the release, so the answers of then were scored again.']
      : []),
    ...(sameGates ? [] : ['The gates have changed since the release; those of today decide.']),
  ];
}
