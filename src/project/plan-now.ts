import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { IntegrityError } from '../core/errors.ts';
import type { StoredPlan } from '../core/plan-record.ts';
import type { MoveRecord } from '../core/registry.ts';
import { highestRisk } from '../core/risk.ts';
import type { RunFile } from '../core/run-file.ts';
import { evaluatorsDigest, gatesDigest } from '../evaluation/digests.ts';
import { readMoves } from '../registry/aliases.ts';
import { lastRollbackFrom } from '../registry/chain.ts';
import { getEvidence } from '../registry/evidence.ts';
import { approvalsNeeded } from '../release/make-plan.ts';
import type { PlanNow } from '../release/plan-changes.ts';
import { mayBeAccepted } from '../release/plan-release.ts';
import { resolveCandidate } from './arms.ts';
import type { Project } from './open-project.ts';
import { loadDatasetFor } from './release-finished-run.ts';
import { type ReleaseTerms, releaseTerms } from './release-terms.ts';

/** Everything that a plan names, as it is now. */
export interface PlanSubject {
  run: RunFile;
  head: MoveRecord | null;
  now: PlanNow;
  terms: ReleaseTerms;
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
  const dataset = await loadDatasetFor(project, prompt, candidate.prompt, head);
  const terms = await releaseTerms(project, prompt, { candidate, head });
  const risk = highestRisk([terms.risk, to.file['x-prompteval'].risk]);
  const now = {
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
    moves,
    risk,
    approvals: approvalsNeeded(project.config.risk, risk, accepts),
    accepts: mayBeAccepted(run, prompt.onInconclusive),
    tool: project.tool,
  };
  return { run, head, now, terms: { ...terms, risk } };
}
