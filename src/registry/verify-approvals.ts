import { isAmong } from '../core/person.ts';
import type { ApprovalRecord, PlanRecord } from '../core/plan-record.ts';
import type { MoveRecord, Store } from '../core/registry.ts';
import { approvalKey } from './approval-key.ts';
import { parseApproval } from './approvals.ts';
import { type StoredMove, sha256Hex } from './chain.ts';
import { type Finding, orFinding } from './finding.ts';
import { getPlan } from './plans.ts';
import { readReview } from './reviews.ts';

/** What does not fit between a promotion, the plan that it applied and the approvals that it names. */
export async function planProblems(store: Store, move: MoveRecord): Promise<string[]> {
  const digest = move.evidence?.plan;
  if (digest === undefined) return move.approvals.length === 0 ? [] : ['names approvals and no plan'];
  const damage: Finding[] = [];
  const plan = await orFinding('', damage, () => getPlan(store, move.prompt, digest));
  if (damage.length > 0) return damage.map(({ message }) => `applied a plan that does not fit: ${message}`);
  if (!plan) return [`applied a plan that is not kept: ${digest}`];
  return [...applyProblems(move, plan), ...(await approvalProblems(store, move, plan, digest))];
}

function applyProblems(move: MoveRecord, plan: PlanRecord): string[] {
  const fits: [boolean, string][] = [
    [plan.alias === move.alias, `applied a plan for ${plan.alias}`],
    [plan.to.digest === move.to.digest, 'moved to another version than its plan says'],
    [(plan.from?.seq ?? 0) === move.seq - 1, 'moved from another head than its plan says'],
    [plan.evidence.runDigest === move.evidence?.runDigest, 'rests on another run than its plan'],
    [
      move.evidence?.verdict === 'pass' || plan.accepts === move.evidence?.verdict,
      'applied a plan that does not accept its verdict',
    ],
  ];
  return fits.filter(([holds]) => !holds).map(([, message]) => message);
}

async function approvalProblems(
  store: Store,
  { approvals, actor }: MoveRecord,
  plan: PlanRecord,
  digest: string,
): Promise<string[]> {
  const people = approvals.map(({ by }) => by);
  const problems: string[] = [];
  const given: ApprovalRecord[] = [];
  const different = people.filter((name, index) => !isAmong(name, people.slice(0, index)));
  if (different.length < plan.approvals.needed) {
    problems.push(
      `has approvals of ${different.length} people, and its plan asks for ${plan.approvals.needed}`,
    );
  }
  const involved = [...plan.authors, plan.by, actor];
  for (const { by, plan: named, at } of approvals) {
    if (named !== digest) problems.push(`has an approval by ${by} of another plan`);
    if (isAmong(by, involved)) problems.push(`was approved by ${by}, who made or moved it`);
    const key = approvalKey(plan.prompt, digest, by);
    const approval = await orFinding(key, [], async () => {
      const bytes = await store.get(key);
      return bytes && parseApproval(key, bytes);
    });
    if (!approval) {
      problems.push(`names an approval by ${by} that is not kept`);
      continue;
    }
    if (approval.at !== at)
      problems.push(`rests on an approval by ${by} of ${at}, and ${key} says ${approval.at}`);
    given.push(approval);
  }
  for (const { by, identity } of plan.approvals.verified ? given : []) {
    if (identity.assurance === 'claimed')
      problems.push(
        `was approved by ${by}, who is only claimed, and its plan takes verified identities only`,
      );
  }
  for (const role of plan.approvals.including) {
    if (given.length > 0 && !given.some(({ roles }) => roles.includes(role)))
      problems.push(`has no approval by an owner of ${role}, for which its plan asks`);
  }
  return problems;
}

/** An override stands in the way of a clean audit until somebody else has looked at it. */
export async function reviewProblem(store: Store, { move, bytes }: StoredMove): Promise<string | undefined> {
  const { prompt, alias, seq, actor } = move;
  const unreviewed = 'is an override: it moved the alias without proof, and nobody has reviewed it';
  const review = await orFinding('', [], () => readReview(store, prompt, alias, seq));
  if (!review) return unreviewed;
  if (review.moveSha256 !== sha256Hex(bytes))
    return `${unreviewed} as it is: it was changed after its review`;
  return isAmong(review.by, [actor]) ? `${unreviewed} but ${actor}, who made it` : undefined;
}
