import type { Interval } from '../core/comparison.ts';
import { type Gate, isRule } from '../core/gate.ts';
import type { DifferenceEvidence, GateEvidence, LimitEvidence } from '../core/gate-evidence.ts';
import { answerDifference, type DifferenceAnswer } from './difference.ts';
import { basisOf, candidateMissing } from './evidence-basis.ts';
import { atBest, atWorst } from './lateness.ts';
import { answerMean, answerP95, type Bounds, type LimitAnswer } from './limit.ts';
import { mustPassEvidence } from './must-pass-evidence.ts';
import { neededForDifference, neededForLimit } from './needed.ts';
import { repeatsForDifference } from './needed-repeats.ts';
import type { Observations } from './observations.ts';
import { countMissing, type PairedValues } from './paired-values.ts';
import { type AskedQuestion, questionOf, thresholdOnDelta } from './question.ts';
import { regressionsOf } from './regressions.ts';
import { ruleEvidence } from './rule-evidence.ts';

export type GateOf<Rule extends Gate['rule']> = Extract<Gate, { rule: Rule }>;

/** What the measurements say about one gate. `gates`: how many the run has, for the power of "needed cases". */
export function gatherEvidence(
  observations: Observations,
  gate: Gate,
  paired: PairedValues,
  gates: number,
): GateEvidence {
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
      return isRule(gate, paired.metric) ? ruleEvidence(gate, paired) : limitEvidence(gate, paired, gates);
    case 'mustPass':
      return mustPassEvidence(gate, paired, observations);
  }
}

function differenceEvidence(
  gate: Gate,
  paired: PairedValues,
  question: AskedQuestion,
  gates: number,
): DifferenceEvidence {
  const answer = differenceThoughLate(paired, question);
  return {
    ...basisOf(gate, paired, answer.interval),
    kind: 'difference',
    missing: countMissing(paired.cases),
    ...answer,
    threshold: thresholdOnDelta(paired, question),
    worst: regressionsOf(paired)
      .slice(0, 3)
      .map((regression) => regression.case),
    needed: answer.proven === null ? neededForDifference(paired, question, gates) : null,
    neededRepeats: answer.proven === null ? repeatsForDifference(paired, question, gates) : null,
  };
}

/** Where latencies may be too long: what holds for every latency that the answers can have had. */
function differenceThoughLate(paired: PairedValues, question: AskedQuestion): DifferenceAnswer {
  const answer = answerDifference(paired, question);
  if (!paired.late || answer.interval === null) return answer;
  const worst = answerDifference(atWorst(paired), question);
  const best = answerDifference(atBest(paired), question);
  return {
    ...answer,
    proven: worst.proven === 'above' ? 'above' : best.proven === 'below' ? 'below' : null,
    interval: widened(answer.interval, worst.interval?.low, best.interval?.high),
  };
}

/** The same of the candidate alone. */
function limitThoughLate(paired: PairedValues, { stat, confidence }: GateOf<'min' | 'max'>): LimitAnswer {
  const answerOf = stat === 'p95' ? answerP95 : answerMean;
  const answer = answerOf(paired, confidence);
  if (!paired.late || answer.bounds === null) return answer;
  const low = answerOf(atBest(paired), confidence).bounds?.low ?? 0;
  const { bounds, interval } = answer;
  return {
    ...answer,
    bounds: { ...bounds, low },
    interval: interval && widened(interval, low, interval.high),
  };
}

function widened(interval: Interval, low: number | undefined, high: number | undefined): Interval | null {
  if (low === undefined || high === undefined) return null;
  return { ...interval, low, high, method: `${interval.method}, widened by how late answers were timed` };
}

function limitEvidence(gate: GateOf<'min' | 'max'>, paired: PairedValues, gates: number): LimitEvidence {
  const { bounds, ...answer } = limitThoughLate(paired, gate);
  const proven = limitProven(gate, bounds);
  return {
    ...basisOf(gate, paired),
    kind: 'limit',
    missing: candidateMissing(paired),
    ...answer,
    proven,
    needed: proven === null ? neededForLimit(paired, gate, answer.estimate, gates) : null,
  };
}

function limitProven(gate: GateOf<'min' | 'max'>, bounds: Bounds | null): 'within' | 'beyond' | null {
  if (bounds === null) return null;
  const { low, high } = bounds;
  // A bound that is the limit but for rounding reaches it: two right answers prove 0.1 at 99 %.
  const [least, most] = [gate.limit - rounding, gate.limit + rounding];
  if (gate.rule === 'min') return low >= least ? 'within' : high < least ? 'beyond' : null;
  return high <= most ? 'within' : low > most ? 'beyond' : null;
}

const rounding = 1e-12;
