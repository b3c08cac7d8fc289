import { RefusedError } from '../core/errors.ts';
import type { PlanRecord } from '../core/plan-record.ts';
import type { RunFile } from '../core/run-file.ts';
import { shardName } from '../core/shard.ts';
import { includesOwnModel } from './own-model.ts';
import { contradiction } from './verdict-contradiction.ts';

/** Why a run can't promote, and what the command exits with: 1 blocked, 2 could not run, 3 too little evidence. */
export interface Blocker {
  /** One sentence without a full stop. */
  reason: string;
  exitCode: 1 | 2 | 3;
}

export interface PromotionContext {
  alias: string;
  /** The digest of the trials.jsonl that lies beside the run; left out where there is none to compare. */
  trialsDigest?: string;
  /** The same of cases.jsonl; null where the folder has none. */
  casesDigest?: string | null;
  /** What people are asked to take although it proves nothing. */
  accepts?: PlanRecord['accepts'];
}

/** Everything that keeps a run from promoting; empty only for a whole run that passed. Fails closed. */
export function promotionBlockers(run: RunFile, context: PromotionContext): Blocker[] {
  const blockers = [
    ...evidenceBlockers(run, context),
    ...statusBlockers(run),
    ...verdictBlockers(run, context),
    ...contextBlockers(run, context),
  ];
  if (blockers.length === 0 && run.plan.action !== 'promote' && context.accepts !== run.verdict.status) {
    blockers.push({ reason: `The run plans to hold: ${run.plan.because.replace(/\.$/, '')}`, exitCode: 1 });
  }
  return blockers;
}

/** @throws RefusedError with every reason and the worst exit code. */
export function requirePromotable(run: RunFile, context: PromotionContext): void {
  refuse(run, context, promotionBlockers(run, context));
}

function refuse(run: RunFile, context: PromotionContext, blockers: readonly Blocker[]): void {
  if (blockers.length === 0) return;
  const worst = ([2, 1, 3] as const).find((code) => blockers.some(({ exitCode }) => exitCode === code));
  const reasons = blockers.map(({ reason }) => `${reason}.`).join(' ');
  throw new RefusedError(`${context.alias} of ${run.prompt} was not moved. ${reasons}`, worst);
}

/**
 * What even an override can't do: rest on a run that was changed, was narrowed, is about another alias, or compares
 * nothing new.
 *
 * @throws RefusedError with every reason.
 */
export function requireOverridable(run: RunFile, context: PromotionContext): void {
  const blockers = [
    ...evidenceBlockers(run, context),
    ...(isNoEvidence(run) ? statusBlockers(run) : []),
    ...contextBlockers(run, context),
  ];
  refuse(run, context, blockers);
}

/** Made to look at something else than the candidate as a whole. */
function isNoEvidence({ drift, scoredFrom, status, shard }: RunFile): boolean {
  return drift !== undefined || scoredFrom !== undefined || shard !== undefined || status === 'smoke';
}

function evidenceBlockers(run: RunFile, { trialsDigest, casesDigest }: PromotionContext): Blocker[] {
  const blockers: Blocker[] = [];
  if (run.formatVersion !== 1) {
    blockers.push({ reason: `Run ${run.id} has a format that this prompteval does not know`, exitCode: 2 });
  }
  if (trialsDigest !== undefined && trialsDigest !== run.digests.trials) {
    blockers.push({ reason: `The trials of run ${run.id} were changed after it finished`, exitCode: 1 });
  }
  if (casesDigest === null) {
    blockers.push({ reason: `The cases of run ${run.id} are missing: it has no cases.jsonl`, exitCode: 1 });
  } else if (casesDigest !== undefined && casesDigest !== (run.digests.cases ?? casesDigest)) {
    blockers.push({ reason: `The cases of run ${run.id} were changed after it finished`, exitCode: 1 });
  }
  return blockers;
}

function statusBlockers(run: RunFile): Blocker[] {
  const { id, status, trials, dataset, drift, scoredFrom, plan, shard } = run;
  if (drift !== undefined) {
    return [{ reason: `Run ${id} is a drift run: it compares ${plan.alias} with itself`, exitCode: 2 }];
  }
  if (scoredFrom !== undefined) {
    const reason = `Run ${id} scored the answers of run ${scoredFrom} again; make a new run to release`;
    return [{ reason, exitCode: 2 }];
  }
  if (status === 'smoke') {
    const reason = `Run ${id} is a smoke run: it was narrowed to a part of the cases or models`;
    return [{ reason, exitCode: 2 }];
  }
  if (shard !== undefined) {
    const reason = `Run ${id} is ${shardName(shard)}; merge them all and release the merged run`;
    return [{ reason, exitCode: 2 }];
  }
  if (status !== 'complete') return [{ reason: `Run ${id} did not finish`, exitCode: 3 }];
  const finished = trials.completed + trials.failed;
  if (trials.planned === 0 || dataset.cases === 0) {
    return [{ reason: `Run ${id} evaluated nothing`, exitCode: 3 }];
  }
  if (finished !== trials.planned) {
    return [{ reason: `Run ${id} finished ${finished} of its ${trials.planned} trials`, exitCode: 3 }];
  }
  return [];
}

function verdictBlockers({ verdict }: RunFile, { accepts }: PromotionContext): Blocker[] {
  const contradicted = contradiction(verdict);
  if (contradicted !== undefined) return [{ reason: contradicted, exitCode: 1 }];
  if (verdict.status === 'pass' || verdict.status === accepts) return [];
  const headline = verdict.headline.replace(/\.$/, '');
  if (verdict.status === 'inconclusive') return [{ reason: `Inconclusive: ${headline}`, exitCode: 3 }];
  return [{ reason: `Blocked: ${headline}`, exitCode: 1 }];
}

function contextBlockers(run: RunFile, { alias }: PromotionContext): Blocker[] {
  const blockers: Blocker[] = [];
  const { candidate } = run.arms;
  if (run.plan.alias !== alias) {
    blockers.push({ reason: `Run ${run.id} was made for ${run.plan.alias}, not for ${alias}`, exitCode: 2 });
  }
  if (!includesOwnModel(run.pairings, candidate.prompt)) {
    const reason = `Run ${run.id} did not evaluate ${candidate.prompt.model} with the parameters that the version ships with`;
    blockers.push({ reason, exitCode: 2 });
  }
  return blockers;
}
