import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { shortDigest } from '../../core/digest.ts';
import { ConflictError, RefusedError } from '../../core/errors.ts';
import type { ApprovalRecord } from '../../core/plan-record.ts';
import { putApproval } from '../../registry/approvals.ts';
import { findPlan } from '../../registry/plans.ts';
import { approvalObstacles, rolesOf } from '../../release/approvals.ts';
import { planChanges, staleText } from '../../release/plan-changes.ts';
import type { Project } from '../opening/open-project.ts';
import { planTerms } from './plan-now.ts';
import { approvalInput, type PlanState, planState } from './plan-standing.ts';

/**
 * Records that somebody approves exactly this plan.
 *
 * @throws ConflictError where it is stale, RefusedError where their approval would not count; with every reason.
 */
export async function approvePlan(
  project: Project,
  prompt: ResolvedPrompt,
  named: string,
  note: string | null,
): Promise<{ approval: ApprovalRecord; state: PlanState }> {
  const stored = await findPlan(project.store, prompt.name, named);
  const { digest } = stored;
  const { now, terms } = await planTerms(project, prompt, stored);
  const { who, owners, port } = terms;
  const parties = { port, owners, promoter: null };
  const stale = planChanges(stored, now);
  const obstacles = approvalObstacles(await approvalInput(project, stored, parties), who);
  const rest = obstacles.map((reason) => ` ${reason}.`).join('');
  if (stale.length > 0) throw new ConflictError(`${staleText(stored, now, stale)}${rest && `.${rest}`}`);
  if (rest !== '') throw new RefusedError(`Plan ${shortDigest(digest)} was not approved.${rest}`);
  const approval: ApprovalRecord = {
    v: 1,
    prompt: prompt.name,
    plan: digest,
    by: who.name,
    roles: owners === null ? [] : rolesOf(owners, who.name),
    identity: { assurance: who.assurance, by: who.by },
    signature: await port.sign('approval', digest),
    note,
    at: new Date().toISOString(),
  };
  if ((await putApproval(project.store, approval)) === 'exists') {
    throw new RefusedError(`${who.name} has approved plan ${shortDigest(digest)} already`);
  }
  return { approval, state: await planState(project, stored, parties) };
}
