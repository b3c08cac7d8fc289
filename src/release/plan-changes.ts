import { canonicalJson, shortDigest } from '../core/digest.ts';
import { ConflictError } from '../core/errors.ts';
import { restsOn } from '../core/evidence.ts';
import type { PlanRecord, StoredPlan } from '../core/plan-record.ts';
import type { MoveRecord } from '../core/registry.ts';
import type { ApprovalRule, RiskLevel } from '../core/risk.ts';
import { type FreshnessInput, staleReasons } from './freshness.ts';

export interface PlanNow extends FreshnessInput {
  /** Every move of the alias. */
  moves: readonly MoveRecord[];
  risk: RiskLevel;
  /** What a plan would ask for now. */
  approvals: ApprovalRule;
  /** Whether the config still lets people accept an inconclusive run. */
  accepts: boolean;
  tool: string;
  /** Whether people have said something of the run's answers since. */
  reviewsChanged: boolean;
}

/** What a plan names and is no longer so, one sentence each without a full stop; empty for one that still holds. */
export function planChanges({ digest, plan }: StoredPlan, now: PlanNow): string[] {
  const applied = moveOf(digest, now);
  if (applied) return [`It was applied already, as move ${applied.seq} of ${plan.alias}`];
  const stale = staleReasons(now);
  const reasons = [
    ...stale,
    headReason(plan, now),
    riskReason(plan, now),
    plan.accepts !== null && !now.accepts ? "The config no longer says onInconclusive: 'ask'" : undefined,
    now.run.tool !== now.tool
      ? `The run was made by prompteval ${now.run.tool}, and this is ${now.tool}`
      : undefined,
    now.reviewsChanged ? 'People have reviewed its answers since, or took back what they said' : undefined,
    releasedReason(now),
  ];
  return reasons.filter((reason) => reason !== undefined);
}

function moveOf(digest: string, { moves }: PlanNow): MoveRecord | undefined {
  return moves.find(({ evidence }) => evidence?.plan === digest);
}

/** @throws ConflictError that names everything that changed, and says how to plan again. */
export function requireCurrent(stored: StoredPlan, now: PlanNow): void {
  const reasons = planChanges(stored, now);
  if (reasons.length > 0) throw new ConflictError(staleText(stored, now, reasons));
}

export function staleText({ digest, plan }: StoredPlan, now: PlanNow, reasons: readonly string[]): string {
  const applied = moveOf(digest, now);
  if (applied) {
    return `Plan ${shortDigest(digest)} was applied already, as move ${applied.seq} of ${plan.alias} of ${plan.prompt}. This command moved nothing, and nothing is left to do`;
  }
  const list = reasons.map((reason) => `${reason}.`).join(' ');
  return `Plan ${shortDigest(digest)} is stale, and ${plan.alias} of ${plan.prompt} was not moved. ${list} Plan it again: prompteval release ${plan.prompt} --plan-only`;
}

/** The digest may be the same and the head another: moves cancel each other out, and a freeze moves nothing. */
function headReason({ alias, from }: PlanRecord, { moves }: PlanNow): string | undefined {
  const head = moves.at(-1);
  if ((head?.seq ?? 0) === (from?.seq ?? 0)) return undefined;
  const last = head ? `; the last was move ${head.seq}, ${head.kind} by ${head.actor}` : '';
  return `${alias} was at move ${from?.seq ?? 0} and is at move ${head?.seq ?? 0}${last}`;
}

function riskReason(plan: PlanRecord, now: PlanNow): string | undefined {
  if (plan.risk !== now.risk) return `The risk is ${now.risk} now, and the plan says ${plan.risk}`;
  if (canonicalJson(plan.approvals) === canonicalJson(now.approvals)) return undefined;
  return `The config asks for other approvals of ${now.risk} risk now than the plan does`;
}

/** A run is evidence for one move. */
function releasedReason({ run, moves, alias }: PlanNow): string | undefined {
  const earlier = moves.find(({ evidence }) => restsOn(evidence, run));
  return earlier && `Its run was released already, as move ${earlier.seq} of ${alias}`;
}
