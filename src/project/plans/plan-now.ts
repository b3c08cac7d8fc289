import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { IntegrityError } from '../../core/errors.ts';
import type { StoredPlan } from '../../core/plan-record.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { highestRisk } from '../../core/risk.ts';
import type { RunFile } from '../../core/run-file.ts';
import { readMoves } from '../../registry/aliases.ts';
import { getEvidence } from '../../registry/evidence.ts';
import { reviewsChanged } from '../../registry/review-list.ts';
import { approvalsNeeded } from '../../release/make-plan.ts';
import type { PlanNow } from '../../release/plan-changes.ts';
import { mayBeAccepted } from '../../release/plan-release.ts';
import type { Project } from '../opening/open-project.ts';
import { type Resolved, resolveCandidate } from '../prompts/arms.ts';
import { freshnessNow } from './freshness-now.ts';
import { type ReleaseTerms, releaseTerms, riskOf } from './release-terms.ts';

/** Everything that a plan names, as it is now. */
export interface PlanSubject {
  run: RunFile;
  head: MoveRecord | null;
  candidate: Resolved;
  now: PlanNow;
}

export async function planNow(
  project: Project,
  prompt: ResolvedPrompt,
  { plan }: StoredPlan,
): Promise<PlanSubject> {
  const { alias, to, accepts } = plan;
  const run = await getEvidence(project.store, plan.evidence.runDigest);
  if (!run) throw new IntegrityError(`The evidence of the plan is not kept: ${plan.evidence.runDigest}`);
  const moves = await readMoves(project.store, prompt.name, alias);
  const head = moves.at(-1) ?? null;
  const candidate = await resolveCandidate(
    project,
    prompt,
    to.version === null ? undefined : `@${to.version}`,
  );
  const ofNow = await riskOf(project, prompt, candidate.prompt, head);
  const risk = highestRisk([ofNow, to.file['x-prompteval'].risk]);
  const now = {
    ...(await freshnessNow(project, prompt, { run, alias, head, moves, candidate })),
    moves,
    risk,
    approvals: approvalsNeeded(project.config.risk, risk, accepts),
    accepts: mayBeAccepted(run, prompt.onInconclusive),
    tool: project.tool,
    reviewsChanged: await reviewsChanged(project.store, run),
  };
  return { run, head, candidate, now };
}

/** The same, with who acts and what they may do. */
export async function planTerms(
  project: Project,
  prompt: ResolvedPrompt,
  stored: StoredPlan,
): Promise<PlanSubject & { terms: ReleaseTerms }> {
  const subject = await planNow(project, prompt, stored);
  const terms = await releaseTerms(project, prompt, subject);
  return { ...subject, terms: { ...terms, risk: subject.now.risk } };
}
