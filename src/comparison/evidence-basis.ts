import type { Comparison, Interval } from '../core/comparison.ts';
import type { Gate } from '../core/gate.ts';
import type { TimedLate } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import { describePairs, withInterval } from './describe.ts';
import { hasMissing, type PairedValues } from './paired-values.ts';

interface EvidenceBasis {
  gate: Gate;
  metric: MetricDefinition;
  model: string;
  cases: number;
  comparison: Comparison;
  late?: TimedLate;
}

/** What every kind of evidence says of its gate. `interval` is the one that the gate decides a difference by. */
export function basisOf(gate: Gate, paired: PairedValues, interval: Interval | null = null): EvidenceBasis {
  return {
    gate,
    metric: paired.metric,
    model: paired.model,
    cases: paired.cases.length,
    comparison: withInterval(describePairs(paired), interval),
    ...(paired.late && { late: paired.late }),
  };
}

/** Cases that lack a value of the candidate, for gates that ask about the candidate alone. */
export function candidateMissing(paired: PairedValues): number {
  return paired.cases.filter((values) => hasMissing(values.candidate)).length;
}
