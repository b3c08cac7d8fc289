import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { shortDigest } from '../../core/digest.ts';
import { ConflictError, RefusedError } from '../../core/errors.ts';
import type { ApprovalRecord } from '../../core/plan-record.ts';
import { looserChanges, type PolicyChange } from '../../core/policy.ts';
import { putApproval } from '../../registry/approvals.ts';
import { putPolicyChange } from '../../registry/policy-record.ts';
import { approvalObstacles, rolesOf } from '../../release/approvals.ts';
import type { Project } from '../opening/open-project.ts';
import { atRevision } from '../opening/revision.ts';
import { judgedAsAt } from './policy.ts';

/** What was approved: exactly these looser changes, whatever else the change does. */
export interface ApprovedPolicy {
  approval: ApprovalRecord;
  changes: PolicyChange[];
  /** In words; null where no approval is missing any more. */
  waitsFor: string | null;
}

/**
 * Records that somebody approves that this checkout is looser than a git revision.
 *
 * @param digest of the changes that they have seen, which may be cut short; absent: those that there are
 * @throws ConflictError where there are others, RefusedError where their approval would not count or nothing is looser.
 */
export function approvePolicy(
  project: Project,
  prompt: ResolvedPrompt,
  from: string,
  digest: string | undefined,
  note: string | null,
): Promise<ApprovedPolicy> {
  return atRevision(project, '--policy-from', from, async (revision) => {
    const { prompt: judged, approval: needed } = await judgedAsAt(project, prompt, revision);
    if (needed === null) throw new RefusedError(`Nothing of ${prompt.name} is looser than on ${from}.`);
    const seen = digest?.replace(/^sha256:/, '').toLowerCase();
    if (seen !== undefined && !needed.digest.startsWith(`sha256:${seen}`)) {
      throw new ConflictError(
        `These are not the changes of ${seen.slice(0, 12)} any more: it is ${shortDigest(needed.digest)} now. Look at them again: prompteval run ${prompt.name} --policy-from ${from}`,
      );
    }
    const who = await needed.port.identify();
    const obstacles = approvalObstacles(needed, who);
    if (obstacles.length > 0) {
      throw new RefusedError(`It was not approved. ${obstacles.map((reason) => `${reason}.`).join(' ')}`);
    }
    const changes = looserChanges(judged.policy?.changes ?? []);
    const approval: ApprovalRecord = {
      v: 1,
      prompt: prompt.name,
      plan: needed.digest,
      by: who.name,
      roles: needed.owners === null ? [] : rolesOf(needed.owners, who.name),
      identity: { assurance: who.assurance, by: who.by },
      signature: await needed.port.sign('approval', needed.digest),
      note,
      at: new Date().toISOString(),
    };
    await putPolicyChange(project.store, prompt.name, changes);
    await putApproval(project.store, approval);
    const after = await judgedAsAt(project, prompt, revision);
    return { approval, changes, waitsFor: after.prompt.policy?.waitsFor ?? null };
  });
}
