import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '../../core/comparison.ts';
import { InputError, PromptevalError, RefusedError } from '../../core/errors.ts';
import type { Gate } from '../../core/gate.ts';
import type { FailureCount, ReleasePlan, RunFile, Unscored } from '../../core/run-file.ts';
import type { Metric } from '../../core/score.ts';
import { shardName } from '../../core/shard.ts';
import { attemptHistory, attemptNumber } from '../../evaluation/attempts.ts';
import { gatesDigest } from '../../evaluation/digests.ts';
import { withoutMessage } from '../../evaluation/unscored-answers.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { missingModel } from '../../release/own-model.ts';
import { planRelease } from '../../release/plan-release.ts';
import { digestOfCasesFile, readStoredCases } from '../runs/stored-cases.ts';
import { digestOfTrials, type Flaw } from '../runs/stored-trials.ts';
import { type DecidedAgain, decideAgain } from './decide-again.ts';
import { type Difference, differencesOf } from './differences.ts';

/**
 * Works a run out again from its own folder, by the gates that it was judged by, and names every place that does not
 * fit: of run.json by its path, of the other files by their line. Today's config has no say in it.
 *
 * @throws InputError where the folder holds too little for that; RefusedError where a file is gone that the run ended with.
 */
export async function recomputeRun(run: RunFile, folder: string): Promise<Difference[]> {
  if (run.shard) {
    throw new InputError({
      message: `run ${run.id} is ${shardName(run.shard)}, which decided nothing that could be worked out again`,
      hint: 'Merge the shards, and recompute the merged run',
    });
  }
  requireFiles(run, folder);
  const gates = requireGates(run);
  const { cases, flaws } = await readStoredCases(folder);
  const digests = {
    ...run.digests,
    trials: await digestOfTrials(run.id, folder),
    gates: gatesDigest(gates),
    ...(run.digests.cases !== undefined && { cases: await digestOfCasesFile(run.id, folder) }),
  };
  try {
    const again = await decideAgain(run, folder, { cases, metrics: run.metrics, gates });
    const recomputed = { digests, ...describe(run, again, cases.length) };
    return [...[...flaws, ...again.flaws].map(asDifference), ...differencesFrom(run, recomputed)];
  } catch (error) {
    if (error instanceof PromptevalError) throw error;
    // A run.json that was changed by hand may lack anything; one message for all of it.
    const message = `it cannot be worked out again: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputError({ file: join(folder, 'run.json'), message });
  }
}

/** A file whose digest the run keeps, and that was taken away, is a run that does not fit, and none that could never be looked at. */
function requireFiles({ id, digests }: RunFile, folder: string): void {
  for (const [name, digest] of [
    ['cases.jsonl', digests.cases],
    ['trials.jsonl', digests.trials],
  ] as const) {
    if (digest === undefined || existsSync(join(folder, name))) continue;
    throw new RefusedError(`${name} of run ${id} is missing. Restore it from where the run was made`);
  }
}

/** The same for trials that were decided again by other gates than the run's own, which have to be these, and by other cases. */
export function differencesByNow(
  run: RunFile,
  again: DecidedAgain,
  { cases, metrics }: { cases: number; metrics: readonly Metric[] },
): Difference[] {
  const digests = { ...run.digests, gates: run.gates ? gatesDigest(run.gates) : run.digests.gates };
  return [
    ...again.flaws.map(asDifference),
    ...differencesFrom(run, { ...describe(run, again, cases), digests, metrics }),
  ];
}

function requireGates({ id, tool, gates }: RunFile): Gate[] {
  if (Array.isArray(gates)) return gates;
  throw new InputError({
    field: 'gates',
    message: `run ${id}, made by prompteval ${tool}, does not say which gates it was judged by, so it cannot be recomputed`,
    hint: 'Runs made from this version on can be',
  });
}

/** What follows from the trials, the most telling first. */
function describe(run: RunFile, again: DecidedAgain, cases: number): object {
  const {
    verdict,
    comparisons,
    regressions,
    regressed = 0,
    worseSlices = [],
    flaky = [],
    unscored,
    failures,
    drift,
  } = again;
  const { baseline, candidate } = run.arms;
  const { unpriced } = run.spend;
  const { planned, completed, failed, cached } = again.trials;
  const status = completed + failed < planned ? 'incomplete' : run.status;
  return {
    trials: { ...run.trials, planned, completed, failed, cached },
    status,
    stoppedEarly: again.stoppedEarly,
    ...(again.latencySample && { latencySample: again.latencySample }),
    verdict,
    plan: planAgain(run, verdict, status),
    spend: {
      ...run.spend,
      usd: again.spend.usd,
      judgeUsd: again.spend.judgeUsd,
      ...(unpriced !== undefined && { unpriced: again.spend.unpriced }),
    },
    dataset: { ...run.dataset, cases },
    models: run.pairings.map((pairing) => pairing.id),
    arms: {
      baseline: baseline && { ...baseline, digest: promptDigest(baseline.prompt) },
      candidate: { ...candidate, digest: promptDigest(candidate.prompt) },
    },
    ...attemptAgain(run, again),
    comparisons: comparisonsLikeStored(run.comparisons, comparisons),
    regressions,
    regressed,
    worseSlices,
    flaky,
    unscored: unscoredLikeStored(run.unscored ?? [], unscored),
    // Runs made before there were such counts have none.
    ...(run.failures && { failures: likeStored(run.failures, failures) }),
    ...(drift && { drift }),
    ...(again.judges && { judges: again.judges }),
    ...(again.sent && { sent: again.sent }),
    // Runs of older versions do not say it, though their trials do.
    ...(run.served && { served: again.served ?? [] }),
  };
}

function planAgain(run: RunFile, verdict: RunFile['verdict'], status: RunFile['status']): ReleasePlan {
  const { head, onInconclusive } = run;
  const { candidate } = run.arms;
  const plan = (missing: string | undefined) =>
    planRelease({
      verdict,
      status,
      alias: run.plan.alias,
      candidate,
      head,
      onInconclusive,
      isDrift: run.drift !== undefined,
      isScoredAgain: run.scoredFrom !== undefined,
      missingModel: missing,
    });
  const ofNow = plan(missingModel(run.pairings, candidate.prompt));
  // Runs of older versions, which keep no digest of their cases, planned without a look at that; no release takes them.
  const ofThen = run.digests.cases === undefined ? plan(undefined) : ofNow;
  return run.plan.action === ofThen.action ? ofThen : ofNow;
}

/** What the ledger had seen is taken from the run; the number and the chance follow from it, and from whether anything was asked. */
function attemptAgain(run: RunFile, { trials }: Pick<DecidedAgain, 'trials'>): Partial<RunFile> {
  const { attempts, gates = [], metrics } = run;
  if (attempts === undefined) return {};
  const { cases, earlier } = attempts;
  const isAsked = trials.completed > trials.cached || trials.failed > 0;
  const again = isAsked ? undefined : attempts.again;
  const attempt = {
    number: attemptNumber(earlier, { arms: run.arms, again }),
    mode: attempts.mode,
    ...(attempts.candidates !== undefined && { candidates: attempts.candidates }),
    ...(again !== undefined && { again }),
  };
  return {
    attempt: attempt.number,
    attempts: attemptHistory(attempt, earlier, { cases, gates, metrics }),
  };
}

function differencesFrom(run: RunFile, recomputed: object): Difference[] {
  const stored = new Map<string, unknown>(Object.entries(run));
  // Through JSON, as the file is: it has neither infinity nor undefined.
  const written: object = JSON.parse(JSON.stringify(recomputed));
  return Object.entries(written).flatMap(([field, value]) => [
    ...differencesOf(stored.get(field), value, field),
  ]);
}

function asDifference({ place, message }: Flaw): Difference {
  return { path: place, stored: message, recomputed: undefined };
}

/** Runs of before it was kept don't say what both arms came to over the pairs. */
function comparisonsLikeStored(
  stored: readonly Comparison[],
  compared: readonly Comparison[],
): readonly Comparison[] {
  if (stored.some(({ paired }) => paired !== undefined)) return compared;
  return compared.map(({ paired: _, ...comparison }) => comparison);
}

/** Runs of before it was kept, and those of sensitive prompts, say nothing of what the first failure said. */
function likeStored(stored: readonly FailureCount[], counted: readonly FailureCount[]): FailureCount[] {
  if (stored.some(({ message }) => message !== undefined)) return [...counted];
  return counted.map(withoutMessage);
}

/** Runs of older versions say the first reason alone. */
function unscoredLikeStored(stored: readonly Unscored[], counted: readonly Unscored[]): Unscored[] {
  if (stored.some(({ often }) => often !== undefined)) return [...counted];
  return counted.map(({ often: _, ...entry }) => entry);
}
