import { evidenceOf } from '../core/evidence.ts';
import type { PlanRecord } from '../core/plan-record.ts';
import type { MoveRecord } from '../core/registry.ts';
import type { ApprovalRule, PromptOwners, RiskLevel, RiskRules } from '../core/risk.ts';
import type { RunFile } from '../core/run-file.ts';
import { checklist } from './checklist.ts';

export interface PlanGrounds {
  run: RunFile;
  /** Of the evidence that is kept of the run. */
  runDigest: string;
  /** The head that the run's baseline was. */
  head: MoveRecord | null;
  accepts: PlanRecord['accepts'];
  risk: RiskLevel;
  approvals: ApprovalRule;
  owners: PromptOwners | null;
  critical: number;
  authors: string[];
  by: string;
  at: string;
}

/** What a run that may promote would do, as a record. Pure. */
export function makePlan(grounds: PlanGrounds): PlanRecord {
  const { run, head, risk, approvals, owners, critical } = grounds;
  const { version, digest, prompt: file } = run.arms.candidate;
  return {
    v: 1,
    prompt: run.prompt,
    alias: run.plan.alias,
    kind: 'promote',
    from: head && { seq: head.seq, version: head.to.version, digest: head.to.digest },
    to: { version, digest, file },
    evidence: evidenceOf(run, grounds.runDigest),
    accepts: grounds.accepts,
    authors: grounds.authors,
    by: grounds.by,
    at: grounds.at,
    risk,
    approvals,
    checklist: checklist({
      risk,
      prompt: file,
      owners,
      run,
      critical,
      head: head?.to ?? null,
      approvals,
      approved: 0,
    }),
  };
}

/** What has to be accepted takes a person, whatever the risk. */
export function approvalsNeeded(
  rules: RiskRules,
  risk: RiskLevel,
  accepts: PlanRecord['accepts'],
): ApprovalRule {
  const { approvals } = rules[risk];
  return accepts === null ? approvals : { ...approvals, needed: Math.max(1, approvals.needed) };
}
