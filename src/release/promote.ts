import { digestBytes } from '../core/digest.ts';
import { IntegrityError } from '../core/errors.ts';
import { evidenceOf, evidenceText } from '../core/evidence.ts';
import type { IdentityKind } from '../core/identity.ts';
import type { PlanRecord } from '../core/plan-record.ts';
import type { MoveApproval, MoveRecord, VersionRecord } from '../core/registry.ts';
import type { ReleaseSummary, RunFile } from '../core/run-file.ts';
import type { ReleasePorts } from './ports.ts';
import { requirePromotable } from './promotable.ts';

export interface Promotion {
  run: RunFile;
  /** The alias's head when the run's baseline was resolved; 0 where it had none. */
  expectedSeq: number;
  actor: string;
  identity?: IdentityKind;
  reason: string | null;
  /** The note of a version that is published by this. */
  note: string | null;
  /** ISO 8601 UTC. */
  at: string;
  /** What is applied; a run can be promoted without one. */
  plan?: AppliedPlan;
}

export interface AppliedPlan {
  digest: string;
  accepts: PlanRecord['accepts'];
  /** Those that count, and are enough. */
  approvals: MoveApproval[];
}

export interface Promoted {
  move: MoveRecord;
  release: ReleaseSummary;
}

/**
 * Moves the alias that the run planned for. Evidence first, then the version, then the move, which alone makes
 * the others visible: a crash in between leaves the alias where it was, and the next try reuses what is there.
 *
 * @throws RefusedError where the run may not promote; ConflictError where the alias moved meanwhile.
 */
export async function promote(promotion: Promotion, ports: ReleasePorts): Promise<Promoted> {
  const { run, expectedSeq, reason, at } = promotion;
  const { alias } = run.plan;
  const { digest: planDigest, accepts = null, approvals = [] } = promotion.plan ?? {};
  requirePromotable(run, { alias, accepts });

  const runDigest = await keepEvidence(run, ports);
  const version = await publishCandidate(promotion, ports);
  const move = await ports.move(
    {
      prompt: run.prompt,
      alias,
      kind: 'promote',
      to: { version: version.version, digest: version.digest },
      evidence: { ...evidenceOf(run, runDigest), ...(planDigest !== undefined && { plan: planDigest }) },
      approvals,
      ...moverOf(promotion),
      reason,
      at,
    },
    expectedSeq,
  );
  const acceptedBy = accepts === null ? {} : { acceptedBy: approvals.map(({ by }) => by) };
  return { move, release: { ...summaryOf(move), ...acceptedBy } };
}

/**
 * Moves the alias although nothing is proven, for a reason that stands in the log. The evidence that there is goes
 * with it, with its verdict as it is.
 *
 * @throws ConflictError where the alias moved meanwhile.
 */
export async function override(
  promotion: Omit<Promotion, 'plan' | 'reason'> & { reason: string },
  ports: ReleasePorts,
): Promise<Promoted> {
  const { run, expectedSeq, actor, reason, at } = promotion;
  const by = moverOf(promotion);
  const { alias } = run.plan;
  const evidence = evidenceOf(run, await keepEvidence(run, ports));
  const { version, digest } = await publishCandidate(promotion, ports);
  const to = { version, digest };
  const move = await ports.move(
    { prompt: run.prompt, alias, kind: 'override', to, evidence, approvals: [], ...by, reason, at },
    expectedSeq,
  );
  return { move, release: { ...summaryOf(move), override: { by: actor, reason } } };
}

function moverOf({ actor, identity }: Pick<Promotion, 'actor' | 'identity'>) {
  return { actor, ...(identity && { identity }) };
}

function summaryOf({ alias, seq, from, to }: MoveRecord): ReleaseSummary {
  return { alias, seq, from: from?.version ?? null, to: to.version };
}

async function keepEvidence(run: RunFile, ports: Pick<ReleasePorts, 'putEvidence'>): Promise<string> {
  const runDigest = await ports.putEvidence(run);
  if (runDigest === digestBytes(evidenceText(run))) return runDigest;
  throw new IntegrityError(`The evidence of run ${run.id} was kept under another digest than its own`);
}

/** What is published is the prompt that the run evaluated, not what the file says by now. */
async function publishCandidate(
  { run, note, actor, at }: Pick<Promotion, 'run' | 'note' | 'actor' | 'at'>,
  ports: ReleasePorts,
): Promise<VersionRecord> {
  const { candidate } = run.arms;
  const { digest, prompt: file } = candidate;
  const version = await ports.publish({ prompt: run.prompt, digest, file, note, actor, at });
  const isOther = candidate.version !== null && candidate.version !== version.version;
  if (version.digest !== digest || isOther) {
    throw new IntegrityError(
      `Version ${version.version} of ${run.prompt} is not what run ${run.id} evaluated`,
    );
  }
  return version;
}
