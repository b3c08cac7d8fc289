import type { Comparison, Regression } from '../core/comparison.ts';
import type { Gate } from '../core/gate.ts';
import type { GateEvidence } from '../core/gate-evidence.ts';
import { findMetric, type MetricDefinition, metricDefinitions } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import type { ModelPairing } from '../core/trial.ts';
import { describePairs, regressionsOf, withInterval, worstFirst } from './describe.ts';
import { answerDifference } from './difference.ts';
import { gatherEvidence } from './evidence.ts';
import type { Observations } from './observations.ts';
import { pairValues } from './paired-values.ts';

export interface ComparisonPlan {
  pairings: readonly ModelPairing[];
  metrics: readonly Metric[];
  gates: readonly Gate[];
}

export interface ComparedArms {
  comparisons: Comparison[];
  /** One a gate and model. */
  evidence: GateEvidence[];
  /** The worst first, at most 100. */
  regressions: Regression[];
}

/** What a bound is shown at where no gate asks. */
const defaultConfidence = 0.95;

/**
 * Compares the arms on every metric, model and slice, and gathers what each gate asks for. Where a gate asks
 * about exactly that metric, model and slice, the comparison shows the interval that the gate decides by.
 */
export function compareArms(observations: Observations, plan: ComparisonPlan): ComparedArms {
  const evidence = plan.gates.flatMap((gate) =>
    plan.pairings
      .filter((pairing) => gate.models === null || gate.models.includes(pairing.id))
      .map((pairing) =>
        gatherEvidence(observations, gate, metricOf(plan.metrics, gate), pairing, plan.gates.length),
      ),
  );
  const asked = new Map(
    evidence.filter(isDifference).map((item) => [keyOf(item.comparison), item.comparison]),
  );
  const comparisons: Comparison[] = [];
  for (const metric of metricDefinitions(plan.metrics)) {
    for (const pairing of plan.pairings) {
      for (const slice of [null, ...observations.slices()]) {
        const paired = pairValues(observations, metric, pairing, slice);
        const described = describePairs(paired);
        const question = { confidence: defaultConfidence, threshold: null, relative: null };
        const fromGate = asked.get(keyOf(described));
        comparisons.push(fromGate ?? withInterval(described, answerDifference(paired, question).interval));
      }
    }
  }
  return { comparisons, evidence, regressions: worstRegressions(observations, plan) };
}

/** The comparisons whose interval is about the difference itself, and so may be shown for the metric. */
function isDifference(item: GateEvidence): boolean {
  const { gate } = item;
  if (gate.rule === 'noWorseThan') return gate.margin.kind === 'absolute';
  return gate.rule === 'betterThan' ? gate.by.kind === 'absolute' : gate.rule === 'maxIncrease';
}

function keyOf(comparison: Comparison): string {
  return JSON.stringify([comparison.metric, comparison.model, comparison.slice]);
}

function metricOf(metrics: readonly Metric[], gate: Gate): MetricDefinition {
  const metric = findMetric(metrics, gate.metric);
  if (metric === undefined)
    throw new Error(`gate "${gate.name}" is about the unknown metric "${gate.metric}"`);
  return metric;
}

/** A case counts once, by the score metric that fell most. */
function worstRegressions(observations: Observations, plan: ComparisonPlan): Regression[] {
  const worst = new Map<string, Regression>();
  for (const metric of plan.metrics) {
    for (const pairing of plan.pairings) {
      for (const regression of regressionsOf(pairValues(observations, metric, pairing, null))) {
        const key = JSON.stringify([regression.case, regression.model]);
        const known = worst.get(key);
        if (!known || regression.delta < known.delta) worst.set(key, regression);
      }
    }
  }
  return [...worst.values()].sort(worstFirst).slice(0, 100);
}
