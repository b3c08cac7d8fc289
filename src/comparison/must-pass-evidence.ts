import type { Gate } from '../core/gate.ts';
import type { MustPassEvidence } from '../core/gate-evidence.ts';
import { basisOf, missingOn } from './evidence-basis.ts';
import { caseId, type PairedValues } from './paired-values.ts';
import { bestValue } from './repeats.ts';
import type { Series } from './series.ts';

type MustPassGate = Extract<Gate, { rule: 'mustPass' }>;

/** How the candidate and the baseline did on the cases that a must-pass gate names: the critical ones, or those with a tag. */
export function mustPassEvidence(gate: MustPassGate, paired: PairedValues): MustPassEvidence {
  const best = bestValue(paired.metric);
  const named = onlyNamed(paired, gate.cases);
  const { baseline, candidate } = named;
  return {
    ...basisOf(gate, named),
    kind: 'mustPass',
    ...missingOn('candidate', named),
    results: named.cases.map((index) => ({
      case: caseId(named, index),
      passed: candidate.count(index, best),
      trials: candidate.repeats,
      missing: candidate.repeats - candidate.measured(index),
      candidate: scoreOf(candidate, index),
      baseline: scoreOf(baseline, index),
      baselinePassed: allPassed(baseline, index, best),
    })),
  };
}

function onlyNamed(paired: PairedValues, named: string): PairedValues {
  const isNamed = (index: number) => {
    const observed = paired.observed[index];
    return named === 'critical' ? observed?.critical : observed?.tags.includes(named);
  };
  return { ...paired, cases: paired.cases.filter(isNamed) };
}

function scoreOf(series: Series, index: number): number | null {
  const mean = series.mean(index);
  return Number.isNaN(mean) ? null : mean;
}

/** One trial that did not pass settles it, whatever is missing besides; null where it can't be known. */
function allPassed(series: Series, index: number, best: number): boolean | null {
  if (series.count(index, best) < series.measured(index)) return false;
  return series.hasMissing(index) ? null : true;
}
