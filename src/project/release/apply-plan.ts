import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { shortDigest } from '../../core/digest.ts';
import { InputError, RefusedError } from '../../core/errors.ts';
import type { RunFile } from '../../core/run-file.ts';
import { findPlan } from '../../registry/plans.ts';
import { requireCurrent } from '../../release/plan-changes.ts';
import { requirePromotable } from '../../release/promotable.ts';
import type { Project } from '../opening/open-project.ts';
import { planTerms } from '../plans/plan-now.ts';
import { type PlanState, planState } from '../plans/plan-standing.ts';
import { requireReleasePlace } from '../plans/release-place.ts';
import { requireReleasable } from '../plans/release-terms.ts';
import { runFolder } from '../runs/run-folder.ts';
import { digestOfCasesFile } from '../runs/stored-cases.ts';
import { digestOfTrials } from '../runs/stored-trials.ts';
import { promoteRun, reportRelease } from './promote-run.ts';
import { requireUnchanged } from './require-unchanged.ts';

export interface AppliedRelease {
  run: RunFile;
  planned: PlanState;
  /** Where the run's own folder is at hand: in CI it may be on another machine. */
  folder: string | null;
}

/**
 * Does what a plan says, no more and no less, where everything it names is as it was and enough people approved it.
 *
 * @throws ConflictError that names what changed; RefusedError where approvals or rights are missing.
 */
export async function applyPlan(
  project: Project,
  prompt: ResolvedPrompt,
  named: string,
): Promise<AppliedRelease> {
  await requireReleasePlace(project);
  const stored = await findPlan(project.store, prompt.name, named);
  const { plan } = stored;
  const { run, head, now, terms } = await planTerms(project, prompt, stored);
  requireCurrent(stored, now);
  const candidate = { digest: plan.to.digest, prompt: plan.to.file };
  await requireReleasable(project, prompt, { alias: plan.alias, candidate, head }, terms);
  requirePromotable(run, { alias: plan.alias, accepts: plan.accepts });
  const parties = { ...terms, promoter: terms.who.name };
  const planned = await planState(project, stored, parties);
  if (!planned.isReady) {
    throw new RefusedError(
      `Plan ${shortDigest(stored.digest)} of ${prompt.name} was not applied: it waits for ${planned.waitsFor}. The approval of who applies it does not count`,
      3,
    );
  }
  const folder = await verifiedFolder(project, prompt, run, planned);
  const released = await promoteRun(project, run, planned, terms.who);
  if (folder !== null) await reportRelease(released, folder);
  return { run: released, planned, folder };
}

/**
 * The run's folder, whose trials are worked out again. Where it is not at hand, somebody must have approved the
 * evidence: a plan that nobody looked at could have been written by hand.
 */
async function verifiedFolder(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  { digest, plan, standing }: PlanState,
): Promise<string | null> {
  const { path } = runFolder(project.config.reports, prompt.name, run.id);
  if (existsSync(join(path, 'trials.jsonl'))) {
    const trialsDigest = await digestOfTrials(run.id, path);
    const casesDigest = await digestOfCasesFile(run.id, path);
    requirePromotable(run, { alias: plan.alias, accepts: plan.accepts, trialsDigest, casesDigest });
    await requireUnchanged(project, prompt, run, path);
    return path;
  }
  if (standing.counted.length > 0) return null;
  throw new InputError({
    message: `the trials of run ${run.id}, on which plan ${shortDigest(digest)} rests, are not in ${project.display(path)}, and nobody has approved the plan`,
    hint: 'Apply it where the run was made, or bring its folder here (in CI, the artifact of its job)',
  });
}
