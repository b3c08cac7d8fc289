import type { ApprovalRecord, StoredPlan } from '../../core/plan-record.ts';
import type { PromptOwners } from '../../core/risk.ts';
import { readApprovals } from '../../registry/approvals.ts';
import {
  type ApprovalInput,
  type ApprovedPlan,
  isEnough,
  type Standing,
  standingOf,
  waitsFor,
} from '../../release/approvals.ts';
import { withApprovals } from '../../release/checklist.ts';
import type { OwnersPort } from '../../release/ports.ts';
import type { Project } from '../opening/open-project.ts';

/** A plan with what people have said to it by now. */
export interface PlanState extends StoredPlan {
  standing: Standing;
  isReady: boolean;
  /** In words, without a full stop; null where nothing is missing. */
  waitsFor: string | null;
}

interface Parties {
  port: OwnersPort;
  owners: PromptOwners | null;
  /** Who applies it; null as long as nobody does. */
  promoter: string | null;
}

export async function approvalInput(
  { store }: Pick<Project, 'store'>,
  { digest, plan }: { digest: string; plan: ApprovedPlan },
  { port, owners, promoter }: Parties,
): Promise<ApprovalInput> {
  const approvals = await readApprovals(store, plan.prompt, digest);
  return { plan, approvals, owners, promoter, isVerified: (approval) => isVerified(port, approval) };
}

/** A signature can be checked again at any time; what CI vouched for stands in the record. */
function isVerified(port: OwnersPort, { by, identity, signature, plan }: ApprovalRecord): boolean {
  if (identity.assurance !== 'verified') return false;
  if (identity.by !== 'signature') return true;
  return signature !== null && port.isSignedBy(by, 'approval', plan, signature);
}

export async function planState(
  project: Pick<Project, 'store'>,
  stored: StoredPlan,
  parties: Parties,
): Promise<PlanState> {
  const input = await approvalInput(project, stored, parties);
  const standing = standingOf(input);
  const { approvals } = stored.plan;
  const isReady = isEnough(standing);
  const checklist = withApprovals(stored.plan.checklist, approvals, standing.counted.length, isReady);
  return {
    digest: stored.digest,
    plan: { ...stored.plan, checklist },
    standing,
    isReady,
    waitsFor: waitsFor(input),
  };
}
