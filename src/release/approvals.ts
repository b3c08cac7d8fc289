import type { Identity } from '../core/identity.ts';
import { isAmong } from '../core/person.ts';
import type { ApprovalRecord, PlanRecord, StoredPlan } from '../core/plan-record.ts';
import { type ApprovalRule, type PromptOwners, type Role, roles } from '../core/risk.ts';
import { listed } from '../core/text.ts';

/** The roles of a person; none for a stranger. */
export function rolesOf(owners: PromptOwners, name: string): Role[] {
  return roles.filter((role) => isAmong(name, owners[role]));
}

/** What of a plan decides whose approval counts. */
export type ApprovedPlan = Pick<PlanRecord, 'prompt' | 'authors' | 'by' | 'approvals' | 'risk'>;

export interface ApprovalInput {
  plan: ApprovedPlan;
  approvals: readonly ApprovalRecord[];
  /** As they are now; null where nobody is named for anything. */
  owners: PromptOwners | null;
  /** Whether the identity in an approval is verified, by what can be checked now. */
  isVerified(approval: ApprovalRecord): boolean;
  /** Who applies the plan; null as long as nobody does. */
  promoter: string | null;
}

/** Where a plan stands: whose approvals count, and what it still waits for. */
export interface Standing {
  counted: ApprovalRecord[];
  /** More approvals by this many people. */
  missing: number;
  /** Roles of which none has approved yet. */
  missingRoles: Role[];
}

/** An approval counts as long as its approver may approve: roles can be taken away after it. */
export function standingOf(input: ApprovalInput): Standing {
  const { plan, owners, promoter } = input;
  const { needed, including, verified } = plan.approvals;
  const counted = input.approvals.filter(
    (approval) =>
      !isInvolved(plan, approval.by) &&
      !isAmong(approval.by, promoter === null ? [] : [promoter]) &&
      (!verified || input.isVerified(approval)) &&
      mayApprove(plan.approvals, owners, approval.by),
  );
  return {
    counted,
    missing: Math.max(0, needed - counted.length),
    missingRoles: including.filter(
      (role) => !counted.some(({ by }) => owners !== null && rolesOf(owners, by).includes(role)),
    ),
  };
}

export function isEnough({ missing, missingRoles }: Pick<Standing, 'missing' | 'missingRoles'>): boolean {
  return missing === 0 && missingRoles.length === 0;
}

/** Why this person's approval would not count, one sentence each without a full stop; empty where it would. */
export function approvalObstacles(input: ApprovalInput, approver: Identity): string[] {
  const { plan, owners, approvals } = input;
  const { needed, verified } = plan.approvals;
  const { name } = approver;
  const reasons: string[] = [];
  if (needed === 0) reasons.push('The plan needs no approval');
  if (isAmong(name, plan.authors)) reasons.push(`${name} is an author of what would be released`);
  if (isAmong(name, [plan.by])) reasons.push(`${name} made the plan`);
  if (approvals.some(({ by }) => isAmong(by, [name]))) reasons.push(`${name} has approved this plan already`);
  if (verified && approver.assurance !== 'verified') {
    reasons.push(
      `${name} is only claimed to be the one who approves, and ${plan.risk} risk takes verified identities only`,
    );
  }
  const wanted = wantedRoles(input);
  if (owners !== null && !wanted.some((role) => rolesOf(owners, name).includes(role))) {
    reasons.push(`${name} is no owner of ${plan.prompt} for a role that is still needed: ${listed(wanted)}`);
  }
  return reasons;
}

/** `1 more approval, by an owner of workflow, domain or engineering: mia, tom` */
export function waitsFor(input: ApprovalInput): string | null {
  const { plan, owners } = input;
  const standing = standingOf(input);
  if (isEnough(standing)) return null;
  const count = Math.max(standing.missing, standing.missingRoles.length, 1);
  const approvals = `${count} ${plan.approvals.needed > standing.missing ? 'more ' : ''}${count === 1 ? 'approval' : 'approvals'}`;
  const identity = plan.approvals.verified ? ' with a verified identity' : '';
  if (owners === null) return `${approvals}${identity} by anybody who did not make the change or the plan`;
  const wanted = wantedRoles(input);
  const names = possibleApprovers(input);
  const who = names.length === 0 ? 'nobody who may is named in OWNERS.yml' : names.join(', ');
  const among =
    standing.missingRoles.length > 0 && wanted.length > standing.missingRoles.length
      ? `, ${listed(standing.missingRoles)} among them`
      : '';
  return `${approvals}${identity} by an owner of ${listed(wanted)}${among}: ${who}`;
}

/** Everybody whose approval would help. */
export function possibleApprovers(input: ApprovalInput): string[] {
  const { plan, owners, approvals } = input;
  if (owners === null) return [];
  const names = wantedRoles(input).flatMap((role) => [...owners[role]]);
  const out = [...plan.authors, plan.by, ...approvals.map(({ by }) => by)];
  return [...new Set(names)].filter((name) => !isAmong(name, out));
}

/** Where every approval that is left is spoken for by a role, only those roles help. */
function wantedRoles(input: ApprovalInput): Role[] {
  const { missing, missingRoles } = standingOf(input);
  if (missingRoles.length > 0 && missingRoles.length >= missing) return missingRoles;
  return allRoles(input.plan.approvals);
}

function allRoles({ roles: any, including }: ApprovalRule): Role[] {
  return roles.filter((role) => any.includes(role) || including.includes(role));
}

function mayApprove(rule: ApprovalRule, owners: PromptOwners | null, name: string): boolean {
  if (owners === null) return true;
  const held = rolesOf(owners, name);
  return allRoles(rule).some((role) => held.includes(role));
}

function isInvolved(plan: ApprovedPlan, name: string): boolean {
  return isAmong(name, [...plan.authors, plan.by]);
}

/** What a move record says of the approvals that it rests on. */
export function moveApprovals({ digest }: Pick<StoredPlan, 'digest'>, { counted }: Standing) {
  return counted.map(({ by, at }) => ({ by, plan: digest, at }));
}
