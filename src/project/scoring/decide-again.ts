import type { ObservedCase } from '../../comparison/observations.ts';
import { servedByArm } from '../../comparison/served-models.ts';
import { reviewCommand } from '../../core/answer-review.ts';
import type { Gate } from '../../core/gate.ts';
import { roundUsd } from '../../core/round-usd.ts';
import { attemptOf, isCutOff } from '../../core/run-attempt.ts';
import type {
  FailureCount,
  JudgeCheck,
  RunFile,
  SentParameters,
  ServedModel,
  StoppedEarly,
  Unscored,
} from '../../core/run-file.ts';
import type { Metric } from '../../core/score.ts';
import { armTrials } from '../../evaluation/arm-trials.ts';
import { type Decisions, decide, subjectOf } from '../../evaluation/decide.ts';
import { askingOrder, lookAfter, onlyAsked } from '../../evaluation/early-stop.ts';
import type { Arms } from '../../evaluation/evaluation.ts';
import { judgeFigures } from '../../evaluation/judge-figures.ts';
import { latencySample } from '../../evaluation/latency-sample.ts';
import { unscoredAnswers } from '../../evaluation/unscored-answers.ts';
import { countTrials } from '../../runner/plan-trials.ts';
import { interfaceOf } from '../prompts/arm-interface.ts';
import { type Flaw, readStoredTrials } from '../runs/stored-trials.ts';

/** What a run is asked: of these cases, by these metrics and gates. */
export interface AskedAgain {
  cases: readonly ObservedCase[];
  metrics: readonly Metric[];
  gates: readonly Gate[];
}

/** What a run says of itself, worked out from its trials. */
export interface DecidedAgain extends Decisions {
  unscored: Unscored[];
  failures: FailureCount[];
  trials: RunFile['trials'];
  /** Of a run that was stopped early: what its look comes to; null where that would not have stopped it. */
  stoppedEarly?: StoppedEarly | null;
  latencySample?: NonNullable<RunFile['latencySample']>;
  judges: JudgeCheck[] | undefined;
  sent: SentParameters[] | undefined;
  served: ServedModel[] | undefined;
  spend: { usd: number; judgeUsd: number; unpriced: number };
  /** Lines of trials.jsonl that the run did not ask for. */
  flaws: Flaw[];
}

/** Decides a stored run again from the trials in its folder. Infinite bounds stay infinite: run.json has null. */
export async function decideAgain(run: RunFile, folder: string, asked: AskedAgain): Promise<DecidedAgain> {
  const { pairings, repeats, cluster } = run;
  const { cases, metrics, gates } = asked;
  const arms = armsOf(run);
  const plan = { ...arms, cases, pairings, repeats };
  const { observations, calls, completed, failed, cached, usd, judgeUsd, unpriced, flaws } =
    await readStoredTrials(folder, plan);
  const planned = countTrials(plan);
  const { stoppedEarly } = run;
  const sample = run.latencySample && latencySample(gates, askingOrder(cases, run.dataset, arms));
  const latencyCases = sample && new Set(sample.map(({ id }) => id));
  const order = stoppedEarly ? askingOrder(cases, run.dataset, arms) : cases;
  const judged = stoppedEarly ? onlyAsked(order, observations, stoppedEarly) : observations;
  const decided = decide(judged, {
    pairings,
    metrics,
    gates,
    cluster,
    interface: interfaceOf(arms),
    trials: {
      planned,
      completed,
      // They are no trials, and so not among them.
      waiting: run.trials.waiting,
      byArm: armTrials(plan, calls, run.drift !== undefined),
      stopped: stoppedEarly ?? stoppedBy(run),
      shard: run.shard,
    },
    latencyCases,
    hasBaseline: arms.baseline !== null,
    policy: run.policy,
    attempt: attemptOf(run),
    reviewWith: reviewCommand(run.prompt, run.id),
    drift: run.drift && { ...run.drift, subject: subjectOf(run.prompt, arms.candidate.version) },
  });
  return {
    ...decided,
    unscored: unscoredAnswers(observations, arms),
    failures: observations.failures(),
    trials: { planned, completed, failed, cached },
    ...(stoppedEarly && {
      stoppedEarly: lookAfter(
        order.slice(0, stoppedEarly.askedCases),
        observations,
        { pairings, metrics, gates, latencyCases },
        planned,
      ),
    }),
    ...(sample && { latencySample: { cases: sample.length } }),
    // What a judge was known to be is taken from the run.
    judges: run.judges && judgeFigures(run.judges, { metrics, judged, calls }),
    sent: calls.sent(pairings),
    served: servedByArm(observations, pairings),
    spend: { usd: roundUsd(usd), judgeUsd: roundUsd(judgeUsd), unpriced },
    flaws,
  };
}

/** Trials do not tell why there are no more of them; that alone is taken from the run. */
function stoppedBy(run: RunFile): 'budget' | 'interrupted' | null {
  const { verdict } = run;
  if (!isCutOff(run)) return null;
  const spent = verdict.outcomes.some(({ gate, reason }) => gate === 'trials' && reason === 'budget-spent');
  return spent ? 'budget' : 'interrupted';
}

export function armsOf({ arms: { baseline, candidate } }: Pick<RunFile, 'arms'>): Arms {
  return {
    baseline: baseline && { name: 'baseline', ...baseline },
    candidate: { name: 'candidate', ...candidate },
  };
}
