import type { Interval } from '../core/comparison.ts';
import { type Gate, isRule } from '../core/gate.ts';
import type { DifferenceEvidence, GateEvidence, LimitEvidence, TimedLate } from '../core/gate-evidence.ts';
import { answerDifference, type DifferenceAnswer } from './difference.ts';
import { basisOf, estimatedOn, missingOn } from './evidence-basis.ts';
import { atBest, atWorst } from './lateness.ts';
import { answerMean, answerP95, type Bounds, type LimitAnswer } from './limit.ts';
import { mustPassEvidence } from './must-pass-evidence.ts';
import { neededForDifference, neededForLimit, noneNeeded } from './needed.ts';
import { repeatsForDifference } from './needed-repeats.ts';
import type { PairedValues } from './paired-values.ts';
import { type AskedQuestion, questionOf, thresholdOnDelta } from './question.ts';
import { worstCases } from './regressions.ts';
import { ruleEvidence } from './rule-evidence.ts';

export type GateOf<Rule extends Gate['rule']> = Extract<Gate, { rule: Rule }>;

/** What the measurements say about one gate. `gates`: how many decide, once a model, for the power of "needed cases". */
export function gatherEvidence(gate: Gate, paired: PairedValues, gates: number): GateEvidence {
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
      return mustPassEvidence(gate, paired);
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
    ...missingOn('both', paired),
    ...estimatedOn('both', paired),
    ...answer,
    threshold: thresholdOnDelta(paired, question),
    worst: worstCases(paired, 3),
    ...(answer.proven === null ? neededForDifference(paired, question, gates) : noneNeeded),
    neededRepeats: answer.proven === null ? repeatsForDifference(paired, question, gates) : null,
  };
}

/** Where latencies may be too long: what holds for every latency that the answers can have had. */
function differenceThoughLate(
  paired: PairedValues,
  question: AskedQuestion,
): DifferenceAnswer & { late?: TimedLate } {
  const answer = answerDifference(paired, question);
  if (!paired.late || answer.interval === null) return answer;
  const worst = answerDifference(atWorst(paired), question);
  const best = answerDifference(atBest(paired), question);
  const proven = worst.proven === 'above' ? 'above' : best.proven === 'below' ? 'below' : null;
  return {
    ...answer,
    proven,
    interval: widened(answer.interval, worst.interval?.low, best.interval?.high),
    ...whereItDepends(paired.late, proven, [worst.proven, answer.proven, best.proven]),
  };
}

/** The same of the candidate alone. */
function limitThoughLate(paired: PairedValues, gate: GateOf<'min' | 'max'>): ProvenLimit {
  const answerOf = gate.stat === 'p95' ? answerP95 : answerMean;
  const { bounds, ...answer } = answerOf(paired, gate.confidence);
  const recorded = limitProven(gate, bounds);
  if (!paired.late || bounds === null) return { ...answer, proven: recorded };
  const best = answerOf(atBest(paired), gate.confidence).bounds;
  const low = best?.low ?? 0;
  const proven = limitProven(gate, { ...bounds, low });
  return {
    ...answer,
    proven,
    interval: answer.interval && widened(answer.interval, low, answer.interval.high),
    ...whereItDepends(paired.late, proven, [recorded, limitProven(gate, best)]),
  };
}

type ProvenLimit = Omit<LimitAnswer, 'bounds'> & Pick<LimitEvidence, 'proven' | 'late'>;

/** Lateness is why nothing is proven only where some latencies that the answers can have had would prove something. */
function whereItDepends(late: TimedLate, proven: string | null, perhaps: readonly (string | null)[]) {
  return proven === null && perhaps.some((each) => each !== null) ? { late } : {};
}

function widened(interval: Interval, low: number | undefined, high: number | undefined): Interval | null {
  if (low === undefined || high === undefined) return null;
  return { ...interval, low, high, method: `${interval.method}, widened by how late answers were timed` };
}

function limitEvidence(gate: GateOf<'min' | 'max'>, paired: PairedValues, gates: number): LimitEvidence {
  const answer = limitThoughLate(paired, gate);
  const common = { ...basisOf(gate, paired), kind: 'limit' as const, ...missingOn('candidate', paired) };
  const { estimated } = estimatedOn('candidate', paired);
  // An estimate is too low where it is wrong, so it bounds what was used from below alone.
  if (estimated !== undefined) {
    const proven = answer.proven === 'beyond' ? 'beyond' : null;
    return { ...common, ...answer, estimated, interval: null, proven, ...noneNeeded };
  }
  return {
    ...common,
    ...answer,
    ...(answer.proven === null ? neededForLimit(paired, gate, gates) : noneNeeded),
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
