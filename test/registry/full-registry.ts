import { resolveRisk } from '../../src/config/resolve-risk.ts';
import { type AnswerReview, claimOf } from '../../src/core/answer-review.ts';
import { digestOf } from '../../src/core/digest.ts';
import type { IdentityKind } from '../../src/core/identity.ts';
import type { MoveRecord, MoveRequest, Store } from '../../src/core/registry.ts';
import { signEnvelope } from '../../src/owners/dsse.ts';
import type { Owners } from '../../src/owners/owners.ts';
import { readOwners } from '../../src/owners/read-owners.ts';
import { signDigest } from '../../src/owners/sign.ts';
import { identityChecks } from '../../src/project/owners/audit-registry.ts';
import { readMove } from '../../src/registry/aliases.ts';
import { addAnswerReview } from '../../src/registry/answer-reviews.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { putApproval } from '../../src/registry/approvals.ts';
import { sha256Hex } from '../../src/registry/chain.ts';
import { putEvidence } from '../../src/registry/evidence.ts';
import { openIncident, updateIncident } from '../../src/registry/incidents.ts';
import { putPlan } from '../../src/registry/plans.ts';
import { digestOfReviews, putReviewList, type ReviewList } from '../../src/registry/review-list.ts';
import { putReview } from '../../src/registry/reviews.ts';
import { movePayloadType, putSignature, signedBytes } from '../../src/registry/signatures.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { publishVersion } from '../../src/registry/versions.ts';
import { makePlan } from '../../src/release/make-plan.ts';
import { promote } from '../../src/release/promote.ts';
import { newKey } from '../support/signing-keys.ts';
import { armOf, at, digestOfPrompt, pointer, promotion, publish, request, runFor } from './records.ts';

const keys = { mia: newKey(), tom: newKey() };
const proven: IdentityKind = { assurance: 'verified', by: 'signature' };
const mia = { actor: 'mia', identity: proven };

export const owners: Owners = readOwners(
  `people:\n  mia: {keys: ${keys.mia.publicKey}}\n  tom: {keys: ${keys.tom.publicKey}}\nprompts:\n  "*": {domain: tom, engineering: mia}\n`,
  'OWNERS.yml',
);

/** What does not fit, as lines: the key and what is said of it. */
export async function findingsIn(store: Store): Promise<string[]> {
  const { findings } = await verifyRegistry(store, digestOfPrompt, identityChecks(owners));
  return findings.map(({ key, message }) => `${key} ${message}`);
}

async function makeMove(store: Store, asked: MoveRequest, seq: number): Promise<MoveRecord> {
  const move = await appendMove(store, asked, seq);
  if (move.identity === undefined) return move;
  await putSignature(store, move, signEnvelope(keys.mia, movePayloadType, signedBytes(move)));
  return move;
}

/**
 * At least one record of every kind: mia releases version 1 by a plan that tom approved, somebody version 2 without a key;
 * tom reviewed an answer of the first run; mia overrides to version 3, which tom reviews, and takes it back, with an incident that has a cause.
 */
export async function fillRegistry(store: Store): Promise<void> {
  const one = await publish(store, 'one');
  const reviewed = await reviewAnswer(store);
  await putReviewList(store, reviewed);
  const reviews = { count: 1, by: ['tom'], digest: digestOfReviews(reviewed) };
  const run = { ...runFor(armOf(one), null), reviews };
  const plan = makePlan({
    ...{
      run,
      runDigest: await putEvidence(store, run),
      head: null,
      accepts: null,
      risk: 'medium',
      owners: null,
    },
    ...{ approvals: resolveRisk().medium.approvals, critical: 0, authors: ['ana'], by: 'ana', at },
  });
  const digest = await putPlan(store, plan);
  const said = { prompt: 'triage', by: 'tom', identity: proven, at } as const;
  const signature = signDigest(keys.tom, 'approval', digest);
  await putApproval(store, { v: 1, ...said, plan: digest, roles: ['domain'], signature, note: null });
  const approvals = [{ by: 'tom', plan: digest, at }];
  await promote(
    { run, expectedSeq: 0, ...mia, reason: null, note: null, at, plan: { digest, accepts: null, approvals } },
    {
      putEvidence: (evidence) => putEvidence(store, evidence),
      publish: async (version) => (await publishVersion(store, version)).record,
      move: (asked, seq) => makeMove(store, asked, seq),
    },
  );
  const two = await publish(store, 'two');
  await makeMove(store, await promotion(store, one, two), 1);
  const three = await publish(store, 'three');
  await makeMove(store, { ...request(three, 'override'), ...mia }, 2);
  await reviewBy(store, 'tom', 3);
  await makeMove(store, { ...request(two, 'rollback'), ...mia }, 3);
  await openIncident(store, {
    ...{
      prompt: 'triage',
      text: 'Refunds',
      alias: 'stable',
      move: 4,
      from: pointer(three),
      to: pointer(two),
    },
    ...{ run: null, affectedSince: at, users: null, workflows: null, rollbackOwner: 'mia', by: 'mia', at },
  });
  const news = { cause: 'A rule was dropped', users: null, workflows: null, case: null };
  await updateIncident(store, { prompt: 'triage', incident: 1, ...news, by: 'mia', at });
}

/** What tom says of one answer. */
async function reviewAnswer(store: Store): Promise<ReviewList> {
  const subject = digestOf('an answer');
  const review = await addAnswerReview(store, { prompt: 'triage', subject }, async (seq) => {
    const said: AnswerReview = {
      ...{
        v: 1,
        prompt: 'triage',
        metric: 'signoff',
        subject,
        seq,
        value: 1,
        note: null,
        run: 'r',
        case: 'a',
      },
      ...{ prompts: [], by: 'tom', identity: proven, signature: null, at },
    };
    return { ...said, signature: signDigest(keys.tom, 'answer-review', claimOf(said)) };
  });
  return { [subject]: [digestOf(review)], [digestOf('another one')]: [] };
}

async function reviewBy(store: Store, by: keyof typeof keys, seq: number): Promise<void> {
  const stored = await readMove(store, 'triage', 'stable', seq);
  if (!stored) throw new Error(`no move ${seq}`);
  const moveSha256 = sha256Hex(stored.bytes);
  await putReview(store, {
    ...{
      v: 1,
      prompt: 'triage',
      alias: 'stable',
      seq,
      moveSha256,
      by,
      identity: proven,
      reason: 'Right',
      at,
    },
    signature: signDigest(keys[by], 'review', moveSha256),
  });
}
