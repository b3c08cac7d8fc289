import type { Comparison, FlakyCase, Regression, WorseSlice } from '../core/comparison.ts';
import type { Gate } from '../core/gate.ts';
import type { GateEvidence } from '../core/gate-evidence.ts';
import { findMetric, metricDefinitions } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import type { ModelPairing } from '../core/trial.ts';
import { countOf } from './count-of.ts';
import { describePairs, withInterval } from './describe.ts';
import { answerDifference } from './difference.ts';
import { gatherEvidence } from './evidence.ts';
import { withLateness } from './lateness.ts';
import type { Observations } from './observations.ts';
import { type PairedValues, pairValues, valuesOfArms } from './paired-values.ts';
import { worstRegressions } from './regressions.ts';
import { flakyCases } from './repeats.ts';
import { findWorseSlices } from './worse-slices.ts';

export interface ComparisonPlan {
  pairings: readonly ModelPairing[];
  metrics: readonly Metric[];
  gates: readonly Gate[];
  /** The field by which cases are counted where no gate says otherwise. */
  cluster?: string | undefined;
  /** The cases that latency is about, where that is not all. */
  latencyCases?: ReadonlySet<string> | undefined;
}

export interface ComparedArms {
  comparisons: Comparison[];
  /** One a gate and model. */
  evidence: GateEvidence[];
  /** The worst first, at most 100. */
  regressions: Regression[];
  /** How many there are in all. */
  regressed: number;
  worseSlices: WorseSlice[];
  flaky: FlakyCase[];
}

/** What a bound is shown at where no gate asks. */
const unasked = { confidence: 0.95, threshold: null, relative: null };

/**
 * Compares the arms on every metric, model and slice, and gathers what each gate asks for. Where a gate asks
 * about exactly that metric, model and slice, the comparison shows the interval that the gate decides by.
 */
export function compareArms(observations: Observations, plan: ComparisonPlan): ComparedArms {
  const evidence = evidenceOf(observations, plan);
  const asked = byComparison(evidence);
  const slices = [null, ...observations.slices()];
  const comparisons = metricDefinitions(plan.metrics).flatMap((metric) =>
    plan.pairings.flatMap((pairing) =>
      slices.map((slice) => {
        const known = asked.get(keyOf({ metric: metric.id, model: pairing.id, slice }));
        if (known) return known;
        const cases = casesOf(metric.id, slice, observations, plan);
        const paired = pairValues(observations, metric, pairing, slice, plan.cluster, cases);
        return withInterval(describePairs(paired), answerDifference(paired, unasked).interval);
      }),
    ),
  );
  return {
    comparisons,
    evidence,
    ...worstRegressions(observations, plan.metrics, plan.pairings),
    worseSlices: findWorseSlices(comparisons, plan.metrics),
    flaky: flakyCases(observations, plan.metrics, plan.pairings),
  };
}

/** What each gate asks for, on each of its models. */
export function evidenceOf(observations: Observations, plan: ComparisonPlan): GateEvidence[] {
  const asked = plan.gates.flatMap((gate) =>
    pairsOfGate(observations, plan, gate).map((paired) => ({ gate, paired })),
  );
  const deciding = countOf(asked, ({ gate }) => gate.enforced);
  return asked.map(({ gate, paired }) => ({
    ...gatherEvidence(gate, paired, deciding),
    ...(paired.metric.pairwise && { flips: observations.flips(gate.metric) }),
  }));
}

/** What a gate is asked of: its metric and slice, on each of its models. */
export function pairsOfGate(observations: Observations, plan: ComparisonPlan, gate: Gate): PairedValues[] {
  const metric = findMetric(plan.metrics, gate.metric);
  if (metric === undefined) {
    throw new Error(`gate "${gate.name}" is about the unknown metric "${gate.metric}"`);
  }
  const pairings = plan.pairings.filter((pairing) => isAskedOf(gate, pairing));
  const cases = casesOf(metric.id, gate.slice, observations, plan);
  const pair = (pairing: ModelPairing) => {
    const valuesFor = gate.rule === 'min' || gate.rule === 'max' ? valuesOfArms : pairValues;
    const paired = valuesFor(observations, metric, pairing, gate.slice, gate.cluster, cases);
    return withLateness(paired, observations, pairing);
  };
  const asked = pairings.map(pair);
  // A gate that meets none of its models must not vanish: it is asked of nothing, and so stays undecided.
  const [first] = plan.pairings;
  if (asked.length === 0 && first) {
    const model = gate.models?.join(', ') ?? first.id;
    asked.push({ ...pair(first), model, cases: [] });
  }
  return asked;
}

/**
 * The indexes of the cases that a question is about. An answer from a cache has no latency, so that is about the cases
 * whose answers were all asked for.
 */
export function casesOf(
  metric: string,
  slice: string | null,
  observations: Observations,
  { latencyCases }: Pick<ComparisonPlan, 'latencyCases'>,
): readonly number[] {
  const cases = observations.caseIndexes(slice);
  if (metric !== 'latency' || latencyCases === undefined) return cases;
  return cases.filter((index) => latencyCases.has(observations.cases[index]?.id ?? ''));
}

/** A gate names a model by what reports call it, by what the candidate runs on, or as `own`. */
function isAskedOf({ models }: Gate, { id, own, candidate }: ModelPairing): boolean {
  if (models === null) return true;
  return models.includes(id) || models.includes(candidate.id) || (own === true && models.includes('own'));
}

/** The comparison of each question about a difference; of several gates on one, the first that is enforced. */
function byComparison(evidence: readonly GateEvidence[]): Map<string, Comparison> {
  const asked = new Map<string, Comparison>();
  const enforcedFirst = [true, false].flatMap((enforced) =>
    evidence.filter((item) => item.gate.enforced === enforced && isDifference(item)),
  );
  for (const { comparison } of enforcedFirst) {
    const key = keyOf(comparison);
    if (!asked.has(key)) asked.set(key, comparison);
  }
  return asked;
}

/** Whether its interval is about the difference itself, and so may be shown for the metric. */
function isDifference({ gate }: GateEvidence): boolean {
  if (gate.rule === 'noWorseThan') return gate.margin.kind === 'absolute';
  return gate.rule === 'betterThan' ? gate.by.kind === 'absolute' : gate.rule === 'maxIncrease';
}

function keyOf({ metric, model, slice }: Pick<Comparison, 'metric' | 'model' | 'slice'>): string {
  return JSON.stringify([metric, model, slice]);
}
