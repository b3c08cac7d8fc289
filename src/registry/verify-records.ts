import { claimOf } from '../core/answer-review.ts';
import { canonicalJson } from '../core/digest.ts';
import { evidenceOf } from '../core/evidence.ts';
import type { SignedClaim } from '../core/identity.ts';
import type { PlanRecord } from '../core/plan-record.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { Store } from '../core/registry.ts';
import { readMove } from './aliases.ts';
import { parseAnswerReview } from './answer-reviews.ts';
import { parseApproval } from './approvals.ts';
import { getEvidence } from './evidence.ts';
import { type Finding, getListed, orFinding } from './finding.ts';
import type { IdentityChecks } from './identity-checks.ts';
import { type ParsedKey, planKey } from './keys.ts';
import { getPlan, parsePlan } from './plans.ts';
import { hasPolicyChange } from './policy-record.ts';
import { isAsWritten, notAsWritten } from './record-bytes.ts';
import { parseReview } from './reviews.ts';

export type FoundRecord = Extract<ParsedKey, { kind: 'plan' | 'approval' | 'review' | 'answer' }> & {
  key: string;
};

interface Checks extends Pick<IdentityChecks, 'claimProblem'> {
  digestOfPrompt: (file: PromptFile) => string;
}

interface Audit extends Checks {
  store: Store;
  findings: Finding[];
}

/** Reads every plan, approval and review, of overrides and of answers, again, whether or not a move rests on it yet. */
export async function verifyRecords(
  store: Store,
  records: readonly FoundRecord[],
  checks: Checks,
  findings: Finding[],
): Promise<{ plans?: number; approvals?: number; reviews?: number; answerReviews?: number }> {
  const audit = { ...checks, store, findings };
  for (const { kind, key } of records) {
    const bytes = await getListed(store, key, findings);
    if (bytes) await orFinding(key, findings, () => verifiers[kind](audit, key, bytes));
  }
  const count = (name: string, kind: FoundRecord['kind']) => {
    const number = records.filter((record) => record.kind === kind).length;
    return number > 0 ? { [name]: number } : {};
  };
  return {
    ...count('plans', 'plan'),
    ...count('approvals', 'approval'),
    ...count('reviews', 'review'),
    ...count('answerReviews', 'answer'),
  };
}

const verifiers: Record<
  FoundRecord['kind'],
  (audit: Audit, key: string, bytes: Uint8Array) => Promise<void>
> = {
  async plan({ store, digestOfPrompt, findings }, key, bytes) {
    const plan = parsePlan(key, bytes);
    const problems = [
      ...(digestOf(plan.to.file, digestOfPrompt) === plan.to.digest
        ? []
        : ['plans a version with another digest than that of its prompt']),
      ...(await evidenceProblems(store, plan)),
    ];
    for (const message of problems) findings.push({ key, message });
  },
  async approval(audit, key, bytes) {
    const { store, findings } = audit;
    const approval = parseApproval(key, bytes);
    checkClaim(audit, key, bytes, approval, { purpose: 'approval', digest: approval.plan });
    const kept = await store.get(planKey(approval.prompt, approval.plan));
    const isPolicy = !kept && (await hasPolicyChange(store, approval.prompt, approval.plan));
    if (!kept && !isPolicy)
      findings.push({ key, message: `approves a plan that is not kept: ${approval.plan}` });
    else if (kept) await orFinding(key, [], () => getPlan(store, approval.prompt, approval.plan));
  },
  async review(audit, key, bytes) {
    const { store, findings } = audit;
    const review = parseReview(key, bytes);
    checkClaim(audit, key, bytes, review, { purpose: 'review', digest: review.moveSha256 });
    const stored = await orFinding(key, [], () => readMove(store, review.prompt, review.alias, review.seq));
    if (stored?.move.kind === 'override') return;
    findings.push({ key, message: `reviews move ${review.seq} of ${review.alias}, which is no override` });
  },
  async answer(audit, key, bytes) {
    const review = parseAnswerReview(key, bytes);
    checkClaim(audit, key, bytes, review, { purpose: 'answer-review', digest: claimOf(review) });
  },
};

/** Whether a person claimed what a record says of them, and whether it stands as it was written. */
function checkClaim(
  { claimProblem, findings }: Audit,
  key: string,
  bytes: Uint8Array,
  record: Pick<SignedClaim, 'by' | 'identity' | 'signature'>,
  claimed: Pick<SignedClaim, 'purpose' | 'digest'>,
): void {
  const { by, identity, signature } = record;
  const problem = isAsWritten(record, bytes)
    ? claimProblem({ by, identity, signature, ...claimed })
    : notAsWritten;
  if (problem) findings.push({ key, message: problem });
}

function digestOf(file: PromptFile, digestOfPrompt: (file: PromptFile) => string): string | undefined {
  try {
    return digestOfPrompt(file);
  } catch {
    return undefined;
  }
}

async function evidenceProblems(store: Store, { evidence }: PlanRecord): Promise<string[]> {
  const damage: Finding[] = [];
  const run = await orFinding('', damage, () => getEvidence(store, evidence.runDigest));
  if (damage.length > 0)
    return damage.map(({ message }) => `rests on evidence that does not fit: ${message}`);
  if (!run) return [`rests on evidence that is not kept: ${evidence.runDigest}`];
  const fits = canonicalJson(evidenceOf(run, evidence.runDigest)) === canonicalJson(evidence);
  return fits ? [] : ['says something else than the run that it rests on'];
}
