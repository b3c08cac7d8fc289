import type { Comparison, Interval } from '../core/comparison.ts';
import type { Gate } from '../core/gate.ts';
import type { EstimatedUsage, GateEvidence } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import { describePairs, withInterval } from './describe.ts';
import type { PairedValues } from './paired-values.ts';
import type { Series } from './series.ts';

type MissingCounts = Pick<GateEvidence, 'missing' | 'missingTrials'>;

interface EvidenceBasis {
  gate: Gate;
  metric: MetricDefinition;
  model: string;
  cases: number;
  repeats: number;
  comparison: Comparison;
}

/** What every kind of evidence says of its gate. `interval` is the one that the gate decides a difference by. */
export function basisOf(gate: Gate, paired: PairedValues, interval: Interval | null = null): EvidenceBasis {
  return {
    gate,
    metric: paired.metric,
    model: paired.model,
    cases: paired.cases.length,
    repeats: paired.repeats,
    comparison: withInterval(describePairs(paired), interval),
  };
}

/** Trials whose usage was estimated, on the arms that a gate asks about; nothing where none was. */
export function estimatedOn(
  arms: 'both' | 'candidate',
  { cases, hasBaseline, estimates, apart }: PairedValues,
): { estimated?: EstimatedUsage } {
  if (!estimates || (arms === 'both' && !hasBaseline)) return {};
  const count = (series: Series) => cases.reduce((sum, index) => sum + series.measured(index), 0);
  const trials = count(estimates.candidate) + (arms === 'both' ? count(estimates.baseline) : 0);
  return trials === 0 ? {} : { estimated: { trials, apart: apart ? count(apart) : 0 } };
}

/** What lacks a value on the arms that a gate asks about. */
export function missingOn(arms: 'both' | 'candidate', paired: PairedValues): MissingCounts {
  const { cases, repeats, hasBaseline, baseline, candidate } = paired;
  const asksBaseline = arms === 'both' && hasBaseline;
  const counts: MissingCounts = { missing: 0, missingTrials: 0 };
  for (const index of cases) {
    let lacking = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const lacks = Number.isNaN(candidate.value(index, repeat));
      if (lacks || (asksBaseline && Number.isNaN(baseline.value(index, repeat)))) lacking++;
    }
    counts.missingTrials += lacking;
    if (lacking > 0) counts.missing++;
  }
  return counts;
}
