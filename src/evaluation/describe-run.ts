import type { ReviewEvidence } from '../core/answer-review.ts';
import type { EarlierAttempts } from '../core/attempts.ts';
import type { SinceRelease } from '../core/drift.ts';
import type { LatencySpread } from '../core/latency-spread.ts';
import { roundUsd } from '../core/round-usd.ts';
import type { ListedRun, ReleasePlan, RunFile, ServedModel } from '../core/run-file.ts';
import type { RunShard } from '../core/shard.ts';
import type { Arm } from '../core/trial.ts';
import { type attemptFor, attemptHistory } from './attempts.ts';
import type { Decisions } from './decide.ts';
import { casesFileDigest, evaluatorsDigest, gatesDigest } from './digests.ts';
import type { Arms, ChosenCases, Circumstances, Subject } from './evaluation.ts';
import type { Measurement } from './measure.ts';
import { failureCounts, unscoredAnswers } from './unscored-answers.ts';

/** All that a run came to. */
export interface Result {
  measurement: Measurement;
  decisions: Decisions;
  status: RunFile['status'];
  plan: ReleasePlan;
  attempt: ReturnType<typeof attemptFor>;
  earlier: EarlierAttempts;
  sinceRelease: SinceRelease | null;
  served: ServedModel[] | undefined;
  latencies: LatencySpread[];
  code: RunFile['digests']['code'];
  reviews: ReviewEvidence | null;
  warnings: string[];
}

/** `run.json`, but for its format and for who made it, when and where. */
export function describeRun(
  subject: Subject,
  result: Result,
): Omit<RunFile, keyof Circumstances | 'formatVersion'> {
  const { evaluation, arms, head, chosen, pairings, metrics } = subject;
  const { measurement, decisions, attempt, earlier, sinceRelease, served } = result;
  const { totals, calls, stoppedEarly, latencyCases, looks } = measurement;
  const { gates, repeats, cluster } = evaluation;
  const models = pairings.map((pairing) => pairing.id);
  const sent = calls.sent(pairings);
  const shard = runShard(chosen);
  return {
    prompt: evaluation.prompt,
    status: result.status,
    arms: describeArms(arms),
    head,
    digests: {
      evaluators: evaluatorsDigest(evaluation.evaluators),
      ...(result.code !== undefined && { code: result.code }),
      gates: gatesDigest(gates),
      trials: totals.trialsDigest,
      cases: casesFileDigest(chosen.cases),
    },
    dataset: {
      name: chosen.dataset.name,
      digest: chosen.dataset.digest,
      cases: chosen.cases.length,
    },
    ...(chosen.split !== undefined && { split: chosen.split }),
    models,
    pairings,
    repeats,
    ...(cluster !== undefined && { cluster }),
    trials: {
      planned: measurement.planned,
      completed: totals.completed,
      failed: totals.failed,
      cached: totals.cached,
      ...(totals.waiting?.answers && { waiting: totals.waiting.answers }),
    },
    ...(evaluation.policy && { policy: evaluation.policy }),
    ...(shard && { shard }),
    ...(evaluation.mergedFrom && { mergedFrom: evaluation.mergedFrom }),
    ...(stoppedEarly && { stoppedEarly }),
    ...(latencyCases && { latencySample: { cases: latencyCases.size } }),
    ...(looks.length > 0 && { looks }),
    latencies: result.latencies,
    metrics,
    gates: [...gates],
    ...decisions,
    ...originOf(evaluation),
    ...(result.reviews && { reviews: result.reviews }),
    ...(sinceRelease && { sinceRelease }),
    unscored: unscoredAnswers(measurement.observations, arms),
    ...(sent && { sent }),
    ...(served && { served }),
    failures: failureCounts(measurement.observations, arms),
    spend: {
      usd: roundUsd(totals.usd),
      judgeUsd: roundUsd(totals.judgeUsd),
      ...(totals.waiting && { waitingUsd: roundUsd(totals.waiting.usd) }),
      unpriced: calls.unpriced,
    },
    attempt: attempt.number,
    attempts: attemptHistory(attempt, earlier, { cases: chosen.casesDigest, gates, metrics }),
    warnings: result.warnings,
    ...(evaluation.onInconclusive === 'ask' && { onInconclusive: 'ask' }),
    plan: result.plan,
    release: null,
  };
}

/** The same before the first call, as far as the list of cases needs it. */
export function listedRun({ evaluation, arms, pairings, metrics }: Subject): ListedRun {
  const { prompt, repeats } = evaluation;
  return {
    prompt,
    arms: describeArms(arms),
    repeats,
    pairings,
    metrics: [...metrics],
    comparisons: [],
    release: null,
  };
}

/** `shard` of run.json; undefined of a whole run. */
export function runShard({ shard }: Pick<ChosenCases, 'shard'>): RunShard | undefined {
  return shard && { index: shard.index, of: shard.of, cases: shard.whole.length };
}

function describeArms({ baseline, candidate }: Arms): RunFile['arms'] {
  const describe = ({ digest, prompt }: Arm) => ({ digest, prompt });
  return {
    baseline: baseline && { version: baseline.version, ...describe(baseline) },
    candidate: { version: candidate.version, ...describe(candidate) },
  };
}

/** The run whose answers these are, where they are another one's. */
function originOf({ scoredFrom }: Subject['evaluation']): Pick<RunFile, 'scoredFrom' | 'reviewedFrom'> {
  if (scoredFrom === undefined) return {};
  return scoredFrom.onlyReviews ? { reviewedFrom: scoredFrom.run } : { scoredFrom: scoredFrom.run };
}
