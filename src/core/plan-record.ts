import type { IdentityKind, Signature } from './identity.ts';
import type { PromptFile } from './prompt.ts';
import type { Evidence } from './registry.ts';
import type { ApprovalRule, RiskLevel, Role } from './risk.ts';

/** One line of a release's checklist. */
export interface ChecklistItem {
  item: string;
  state: 'done' | 'missing' | 'not needed';
  /** What the records say about it. */
  text: string;
}

/** What a release would do and what it rests on. Immutable: its digest is its name, and approvals are bound to that. */
export interface PlanRecord {
  v: 1;
  prompt: string;
  alias: string;
  kind: 'promote';
  /** The alias's head that the plan was made from; null where the alias names nothing. */
  from: { seq: number; version: number; digest: string } | null;
  /** `version` is null for a draft. What is published is this file, whatever the draft says by then. */
  to: { version: number | null; digest: string; file: PromptFile };
  evidence: Evidence;
  /** A verdict that is taken although it proves nothing, by the people who approve; null for a proven one. */
  accepts: 'inconclusive' | null;
  /** Who changed or published what is released: none of them may approve it. */
  authors: string[];
  /** Who planned it, which keeps them from approving it. */
  by: string;
  at: string;
  risk: RiskLevel;
  approvals: ApprovalRule;
  checklist: ChecklistItem[];
}

export interface StoredPlan {
  digest: string;
  plan: PlanRecord;
}

/** One person's approval of exactly one plan. */
export interface ApprovalRecord {
  v: 1;
  prompt: string;
  /** The plan's digest. */
  plan: string;
  by: string;
  /** What they owned when they approved; empty where nobody's roles are known. */
  roles: Role[];
  identity: IdentityKind;
  /** Of the plan's digest, where the approver signed it. */
  signature: Signature | null;
  note: string | null;
  at: string;
}

/** That somebody else has looked at an override. */
export interface ReviewRecord {
  v: 1;
  prompt: string;
  alias: string;
  /** The override's. */
  seq: number;
  /** Of the override's bytes, as the next record's `prevSha256` is. */
  moveSha256: string;
  by: string;
  identity: IdentityKind;
  /** Of `moveSha256`, where the reviewer signed it. */
  signature: Signature | null;
  reason: string;
  at: string;
}
