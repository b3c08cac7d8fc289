import type { Interval } from '../core/comparison.ts';
import type { Gate } from '../core/gate.ts';
import type {
  DifferenceEvidence,
  GateEvidence,
  LimitEvidence,
  MustPassEvidence,
  RuleEvidence,
} from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { ModelPairing } from '../core/trial.ts';
import { describePairs, regressionsOf, withInterval } from './describe.ts';
import { answerDifference, type DifferenceQuestion, questionOf } from './difference.ts';
import { answerMean, answerP95 } from './limit.ts';
import { neededForDifference, neededForLimit } from './needed.ts';
import type { Observations } from './observations.ts';
import { countMissing, hasMissing, type PairedValues, pairValues } from './paired-values.ts';

type GateOf<Rule extends Gate['rule']> = Extract<Gate, { rule: Rule }>;

/** What the measurements say about one gate on one model. */
export function gatherEvidence(
  observations: Observations,
  gate: Gate,
  metric: MetricDefinition,
  pairing: ModelPairing,
  gates: number,
): GateEvidence {
  const paired = pairValues(observations, metric, pairing, gate.slice);
  switch (gate.rule) {
    case 'noWorseThan':
      return differenceEvidence(gate, paired, questionOf(gate.margin, -1, gate.confidence), gates);
    case 'betterThan':
      return differenceEvidence(gate, paired, questionOf(gate.by, 1, gate.confidence), gates);
    case 'maxIncrease': {
      const question = { confidence: gate.confidence, threshold: -gate.limit, relative: null };
      return differenceEvidence(gate, paired, question, gates);
    }
    case 'min':
    case 'max':
      return isRule(gate, metric) ? ruleEvidence(gate, paired) : limitEvidence(gate, paired, gates);
    case 'mustPass':
      return mustPassEvidence(gate, onlyCases(observations, paired, gate.cases));
  }
}

/** A limit at the end of the range can never be proven of a mean, so it is a rule on every output; so is one on amounts. */
function isRule(gate: GateOf<'min' | 'max'>, metric: MetricDefinition): boolean {
  if (gate.stat !== null) return false;
  if (metric.range === null) return true;
  return gate.rule === 'min' ? gate.limit >= metric.range[1] : gate.limit <= metric.range[0];
}

function common(gate: Gate, paired: PairedValues, interval: Interval | null = null) {
  return {
    gate,
    metric: paired.metric,
    model: paired.model,
    cases: paired.cases.length,
    comparison: withInterval(describePairs(paired), interval),
  };
}

function differenceEvidence(
  gate: Gate,
  paired: PairedValues,
  question: DifferenceQuestion,
  gates: number,
): DifferenceEvidence {
  const answer = answerDifference(paired, question);
  return {
    ...common(gate, paired, answer.interval),
    kind: 'difference',
    missing: countMissing(paired.cases),
    ...answer,
    worst: regressionsOf(paired)
      .slice(0, 3)
      .map((regression) => regression.case),
    needed: answer.proven === null ? neededForDifference(paired, question, gates) : null,
  };
}

function limitEvidence(gate: GateOf<'min' | 'max'>, paired: PairedValues, gates: number): LimitEvidence {
  const answer =
    gate.stat === 'p95' ? answerP95(paired, gate.confidence) : answerMean(paired, gate.confidence);
  const proven = limitProven(gate, answer.interval);
  return {
    ...common(gate, paired),
    kind: 'limit',
    missing: paired.cases.filter((values) => hasMissing(values.candidate)).length,
    ...answer,
    proven,
    needed: proven === null ? neededForLimit(paired, gate, answer.estimate, gates) : null,
  };
}

function limitProven(gate: GateOf<'min' | 'max'>, interval: Interval | null): 'within' | 'beyond' | null {
  if (interval === null) return null;
  if (gate.rule === 'min') {
    if (interval.low >= gate.limit) return 'within';
    return interval.high < gate.limit ? 'beyond' : null;
  }
  if (interval.high <= gate.limit) return 'within';
  return interval.low > gate.limit ? 'beyond' : null;
}

function ruleEvidence(gate: GateOf<'min' | 'max'>, paired: PairedValues): RuleEvidence {
  const outputs = paired.cases.flatMap((values) =>
    [...values.candidate]
      .filter((value) => !Number.isNaN(value))
      .map((value) => ({ case: values.id, value })),
  );
  const broken = outputs.filter(({ value }) =>
    gate.rule === 'min' ? value < gate.limit : value > gate.limit,
  );
  const clean = paired.cases.length - new Set(broken.map((output) => output.case)).size;
  return {
    ...common(gate, paired),
    kind: 'rule',
    missing: paired.cases.filter((values) => hasMissing(values.candidate)).length,
    seen: outputs.length,
    broken,
    // With no breaking output in n cases, the exact one-sided bound on their share is 1 − α^(1/n).
    rateBelow: broken.length === 0 && clean > 0 ? 1 - (1 - gate.confidence) ** (1 / clean) : null,
    unanswerable: outputs.length > 0 ? null : paired.metric.id === 'cost' ? 'no-price' : 'no-values',
  };
}

/** The cases that a must-pass gate names: the critical ones, or those with a tag. */
function onlyCases(observations: Observations, paired: PairedValues, named: string): PairedValues {
  const ids = new Set(
    observations.cases
      .filter((observed) => (named === 'critical' ? observed.critical : observed.tags.includes(named)))
      .map((observed) => observed.id),
  );
  return { ...paired, cases: paired.cases.filter((values) => ids.has(values.id)) };
}

function mustPassEvidence(gate: GateOf<'mustPass'>, paired: PairedValues): MustPassEvidence {
  const [lowest, highest] = paired.metric.range ?? [0, 1];
  const best = paired.metric.better === 'higher' ? highest : lowest;
  return {
    ...common(gate, paired),
    kind: 'mustPass',
    missing: paired.cases.filter((values) => hasMissing(values.candidate)).length,
    results: paired.cases.map((values) => ({
      case: values.id,
      passed: values.candidate.filter((value) => value === best).length,
      trials: values.candidate.length,
      missing: values.candidate.filter(Number.isNaN).length,
      baselinePassed: allPassed(values.baseline, best),
    })),
  };
}

function allPassed(values: Float64Array | null, best: number): boolean | null {
  if (values === null || values.some(Number.isNaN)) return null;
  return values.every((value) => value === best);
}
