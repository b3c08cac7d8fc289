import { servedByArm } from './comparison/served-models.ts';
import type { RunFile } from './core/run-file.ts';
import { attemptFor } from './evaluation/attempts.ts';
import { decide, subjectOf } from './evaluation/decide.ts';
import { describeRun, runShard } from './evaluation/describe-run.ts';
import type { Evaluation, Ports, Subject } from './evaluation/evaluation.ts';
import { judgeFigures } from './evaluation/judge-figures.ts';
import { latencySpreads } from './evaluation/latency-spreads.ts';
import { measure } from './evaluation/measure.ts';
import { prepareEvaluators } from './evaluation/prepare-evaluators.ts';
import { callWarnings } from './evaluation/warnings.ts';
import { missingModel } from './release/own-model.ts';
import { planRelease } from './release/plan-release.ts';
import { pairModels } from './runner/model-pairings.ts';

/** From prompt to verdict, and the files that say so. The cases and their numbers are let go before the reports are written. */
export async function evaluate(evaluation: Evaluation, ports: Ports): Promise<RunFile> {
  const run = await reachVerdict(evaluation, ports);
  await ports.saveRun(run);
  await ports.writeReports(run);
  return run;
}

/** Everything is a decision but for the calls to the models. */
async function reachVerdict(evaluation: Evaluation, ports: Ports): Promise<RunFile> {
  const { arms, head } = await ports.resolveArms();
  const chosen = await ports.loadCases(arms);
  const { baseline, candidate } = arms;
  const { prompt, alias, gates, cluster, drift, scoredFrom, models, onInconclusive } = evaluation;
  const known = evaluation.pairings ?? drift?.pairings ?? scoredFrom?.pairings;
  const pairings = known ?? pairModels(models, baseline?.prompt ?? null, candidate.prompt);
  const evaluators = prepareEvaluators(
    evaluation.evaluators,
    ports.outputSchemaOf(arms),
    ports.reviews?.find,
  );
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  const subject: Subject = { evaluation, arms, head, chosen, pairings, metrics };

  const measurement = await measure(subject, evaluators, ports);
  const { observations, totals, planned, byArm } = measurement;

  const { warnings, ...ledger } = await ports.earlierAttempts(chosen);
  const { earlier } = ledger;
  const attempt = attemptFor(evaluation, ledger, arms, measurement);
  const shard = runShard(chosen);
  const decisions = decide(measurement.judged, {
    pairings,
    metrics,
    gates,
    cluster,
    interface: ports.interfaceOf(arms),
    trials: {
      planned,
      completed: totals.completed,
      waiting: totals.waiting?.answers,
      byArm,
      stopped: totals.stopped,
      shard,
    },
    latencyCases: measurement.latencyCases,
    hasBaseline: baseline !== null,
    policy: evaluation.policy,
    attempt,
    reviewWith: ports.reviews?.command,
    drift: drift && { ...drift, subject: subjectOf(prompt, candidate.version) },
  });
  const isPart = totals.stopped !== null || shard !== undefined;
  const status = isPart ? 'incomplete' : chosen.narrowed ? 'smoke' : 'complete';
  const { verdict } = decisions;
  const plan = planRelease({
    verdict,
    status,
    alias,
    candidate,
    head,
    onInconclusive,
    isDrift: drift !== undefined,
    isScoredAgain: scoredFrom !== undefined && !scoredFrom.onlyReviews,
    missingModel: missingModel(pairings, candidate.prompt),
    shard,
  });

  const measured = { arms, pairings, metrics, cases: chosen.cases, observations };
  const sinceRelease = !isPart ? await ports.sinceRelease(measured) : null;
  const served = servedByArm(observations, pairings);
  const latencies = latencySpreads(
    observations,
    pairings.map(({ id }) => id),
    baseline ? ['baseline', 'candidate'] : ['candidate'],
  );
  const ofCalls = await callWarnings(
    subject,
    { ...measurement, latencies, outcomes: verdict.outcomes },
    served,
    ports,
  );
  const { judges, code, ...circumstances } = await ports.describeCircumstances();
  return {
    formatVersion: 1,
    ...circumstances,
    ...(judges && { judges: judgeFigures(judges, { ...measurement, metrics }) }),
    ...describeRun(subject, {
      measurement,
      decisions,
      status,
      plan,
      attempt,
      earlier,
      sinceRelease,
      served,
      latencies,
      code,
      reviews: ports.reviews?.used() ?? null,
      warnings: [...new Set([...chosen.warnings, ...warnings, ...ofCalls, ...(ports.strayErrors?.() ?? [])])],
    }),
  };
}
