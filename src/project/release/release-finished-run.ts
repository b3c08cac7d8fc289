import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { ConflictError, RefusedError } from '../../core/errors.ts';
import { restsOn } from '../../core/evidence.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { highestRisk } from '../../core/risk.ts';
import type { RunFile } from '../../core/run-file.ts';
import { readHead, readMoves } from '../../registry/aliases.ts';
import { requireFresh } from '../../release/freshness.ts';
import { mayBeAccepted } from '../../release/plan-release.ts';
import { requireOverridable, requirePromotable } from '../../release/promotable.ts';
import { withReviewsOfNow } from '../labelling/review-run.ts';
import type { Project } from '../opening/open-project.ts';
import { freshnessNow } from '../plans/freshness-now.ts';
import { requireReleasePlace } from '../plans/release-place.ts';
import { type ReleaseTerms, releaseTerms, requireReleasable } from '../plans/release-terms.ts';
import { type Resolved, resolveCandidate } from '../prompts/arms.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { findRun, otherRun, readAnyResult, type StoredRun } from '../runs/runs.ts';
import { digestOfCasesFile } from '../runs/stored-cases.ts';
import { digestOfTrials } from '../runs/stored-trials.ts';
import {
  finishRelease,
  movesAlias,
  type NothingToRelease,
  type Released,
  type ReleaseMode,
} from './release.ts';
import { requireAsItEnded, requireUnchanged } from './require-unchanged.ts';

type FinishedRunOptions = Pick<EvaluationOptions, 'alias' | 'candidate' | 'progress' | 'signal'>;

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
  mode: ReleaseMode = {},
): Promise<Released | NothingToRelease> {
  if (movesAlias(mode)) await requireReleasePlace(project);
  const named = await openRun(project, prompt, id);
  const isOverride = mode.override !== undefined;
  const { stored, run } = isOverride ? named : await withReviewsOfNow(project, prompt, named, options);
  const evaluated = { run, folder: stored.path };
  const { alias } = options;
  const head = await readHead(project.store, prompt.name, alias);
  const subject = { alias, candidate: run.arms.candidate, head };
  const kept = {
    alias,
    trialsDigest: await digestOfTrials(stored.id, stored.path),
    casesDigest: await digestOfCasesFile(stored.id, stored.path),
  };
  if (mode.override !== undefined) {
    if (head?.to.digest === run.arms.candidate.digest) return { stable: head.to.version };
    await requireSameCandidate(project, prompt, run, options);
    requireOverridable(run, kept);
    await requireAsItEnded(project, prompt, run);
    const terms = await termsOfNow(project, prompt, run, head, options);
    await requireReleasable(project, prompt, subject, terms, 'override');
    return finishRelease(project, prompt, evaluated, head, terms, mode);
  }
  if (head && isReleased(run, head)) return { stable: head.to.version };
  const accepts = mayBeAccepted(run, prompt.onInconclusive) ? ('inconclusive' as const) : null;
  requirePromotable(run, { ...kept, accepts });
  await requireStillTrue(project, prompt, run, head, options);
  await requireUnchanged(project, prompt, run, stored.path);
  const terms = await termsOfNow(project, prompt, run, head, options);
  await requireReleasable(project, prompt, subject, terms);
  return finishRelease(project, prompt, evaluated, head, terms, mode);
}

/** The risk is the higher one of what the run says of its candidate and of what the candidate says of itself by now. */
async function termsOfNow(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  head: MoveRecord | null,
  options: FinishedRunOptions,
): Promise<ReleaseTerms> {
  const terms = await releaseTerms(project, prompt, { candidate: run.arms.candidate, head });
  const { prompt: now } = await candidateNow(project, prompt, run, options);
  return { ...terms, risk: highestRisk([terms.risk, now['x-prompteval'].risk]) };
}

/** An override is about the verdict, never about what is released: that is still what the run evaluated. */
async function requireSameCandidate(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  options: FinishedRunOptions,
): Promise<void> {
  const { digest } = await candidateNow(project, prompt, run, options);
  if (digest === run.arms.candidate.digest) return;
  throw new ConflictError(
    `Run ${run.id} evaluated another candidate than what would be released now. Make a new run, or release that version with --candidate`,
  );
}

function candidateNow(
  project: Project,
  prompt: ResolvedPrompt,
  { arms }: RunFile,
  { candidate }: FinishedRunOptions,
): Promise<Resolved> {
  const { version } = arms.candidate;
  return resolveCandidate(project, prompt, candidate ?? (version === null ? undefined : `@${version}`));
}

/** What could never promote has to be refused, so that only a run that passed can have nothing left to release. */
function isReleased(run: RunFile, head: MoveRecord): boolean {
  const { status, verdict, arms, drift, scoredFrom } = run;
  const isOwn = drift === undefined && scoredFrom === undefined;
  const couldPromote = status === 'complete' && verdict.status === 'pass' && isOwn;
  return couldPromote && head.to.digest === arms.candidate.digest;
}

async function openRun(
  project: Project,
  prompt: ResolvedPrompt,
  id: string,
): Promise<{ stored: StoredRun; run: RunFile }> {
  const stored = await findRun(project, id, prompt.name);
  const run = await readAnyResult(stored);
  const other = otherRun(stored, run);
  if (other === undefined) return { stored, run };
  throw new RefusedError(
    `${prompt.name} was not released. Run ${stored.id} is no evidence: its run.json was changed after it finished, or its folder was renamed: ${other}`,
  );
}

/** A run is evidence for one move, and only while all that it was made from is as it was. */
async function requireStillTrue(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  head: MoveRecord | null,
  options: FinishedRunOptions,
): Promise<void> {
  const { alias } = options;
  const candidate = await candidateNow(project, prompt, run, options);
  const moves = head === null ? [] : await readMoves(project.store, prompt.name, alias);
  requireFresh(await freshnessNow(project, prompt, { run, alias, head, moves, candidate }));
  const earlier = moves.find(({ evidence }) => restsOn(evidence, run));
  if (earlier === undefined) return;
  throw new ConflictError(
    `Run ${run.id} is stale: it was released already, as move ${earlier.seq} of ${alias}. Make a new run and release that`,
  );
}
