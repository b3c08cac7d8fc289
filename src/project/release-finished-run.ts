import type { ResolvedPrompt } from '../config/resolved-config.ts';
import type { Dataset } from '../core/case.ts';
import { ConflictError } from '../core/errors.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { MoveRecord } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import { evaluatorsDigest, gatesDigest } from '../evaluation/digests.ts';
import { readHead, readMoves } from '../registry/aliases.ts';
import { lastRollbackFrom } from '../registry/chain.ts';
import { readVersion } from '../registry/versions.ts';
import { requireFresh } from '../release/freshness.ts';
import { requirePromotable } from '../release/promotable.ts';
import { resolveCandidate } from './arms.ts';
import { withImages } from './case-images.ts';
import { loadPromptDataset } from './cases.ts';
import type { EvaluatedRun, EvaluationOptions } from './evaluation.ts';
import { ImageFiles } from './image-files.ts';
import type { Project } from './open-project.ts';
import { promoteRun } from './promote-run.ts';
import type { NothingToRelease } from './release.ts';
import { requireUnchanged } from './require-unchanged.ts';
import { findRun, readResult, type StoredRun } from './runs.ts';
import { digestOfTrials } from './stored-trials.ts';

type FinishedRunOptions = Pick<EvaluationOptions, 'alias' | 'candidate'>;

/**
 * Releases a run that was made before, without a model call.
 *
 * @throws RefusedError where the run may not promote, ConflictError where it is about something else by now,
 * IntegrityError where it does not say what its trials say.
 */
export async function releaseFinishedRun(
  project: Project,
  prompt: ResolvedPrompt,
  id: string,
  options: FinishedRunOptions,
): Promise<EvaluatedRun | NothingToRelease> {
  const { stored, run } = await openRun(project, prompt, id);
  const { alias } = options;
  const head = await readHead(project.store, prompt.name, alias);
  if (head && isReleased(run, head)) return { stable: head.to.version };
  requirePromotable(run, { alias, trialsDigest: await digestOfTrials(stored.id, stored.path) });
  await requireStillTrue(project, prompt, run, head, options);
  await requireUnchanged(project, prompt, run, stored.path);
  return promoteRun(project, { run, folder: stored.path }, head?.seq ?? 0);
}

/** What could never promote has to be refused, so that only a run that passed can have nothing left to release. */
function isReleased({ status, verdict, arms, drift }: RunFile, head: MoveRecord): boolean {
  const couldPromote = status === 'complete' && verdict.status === 'pass' && drift === undefined;
  return couldPromote && head.to.digest === arms.candidate.digest;
}

async function openRun(
  project: Project,
  prompt: ResolvedPrompt,
  id: string,
): Promise<{ stored: StoredRun; run: RunFile }> {
  const stored = await findRun(project, id, prompt.name);
  return { stored, run: await readResult(stored) };
}

/** The dataset with the pictures that its cases name for the two prompts, as the run digested it. */
async function loadDatasetFor(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: PromptFile,
  head: MoveRecord | null,
): Promise<Dataset> {
  const baseline = head && (await readVersion(project.store, prompt.name, head.to.version));
  const prompts = [candidate, ...(baseline ? [baseline.file] : [])];
  const images = new ImageFiles(project.config.root);
  return (await withImages(await loadPromptDataset(project, prompt), prompts, images)).dataset;
}

/** A run is evidence for one move, and only while all that it was made from is as it was. */
async function requireStillTrue(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  head: MoveRecord | null,
  { alias, candidate: named }: FinishedRunOptions,
): Promise<void> {
  const { version } = run.arms.candidate;
  const ref = named ?? (version === null ? undefined : `@${version}`);
  const candidate = await resolveCandidate(project, prompt, ref);
  const moves = head === null ? [] : await readMoves(project.store, prompt.name, alias);
  const dataset = await loadDatasetFor(project, prompt, candidate.prompt, head);
  requireFresh({
    run,
    now: new Date(),
    maxRunAgeMs: project.config.maxRunAgeMs,
    alias,
    head: head?.to ?? null,
    candidate,
    datasetDigest: dataset.digest,
    evaluatorsDigest: evaluatorsDigest(prompt.evaluators),
    gatesDigest: gatesDigest(prompt.gates),
    attempts: prompt.attempts,
    lastRollback: lastRollbackFrom(moves, candidate.digest),
  });
  const earlier = moves.find((move) => move.evidence?.run === run.id);
  if (earlier === undefined) return;
  throw new ConflictError(
    `Run ${run.id} is stale: it was released already, as move ${earlier.seq} of ${alias}. Make a new run and release that`,
  );
}
