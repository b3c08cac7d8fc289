import type { Gate } from '../core/gate.ts';
import type { MustPassEvidence } from '../core/gate-evidence.ts';
import { basisOf, missingOn } from './evidence-basis.ts';
import type { Observations } from './observations.ts';
import { meanOf, type PairedValues, type Values } from './paired-values.ts';
import { bestValue } from './repeats.ts';

type MustPassGate = Extract<Gate, { rule: 'mustPass' }>;

/** How the candidate and the baseline did on the cases that a must-pass gate names: the critical ones, or those with a tag. */
export function mustPassEvidence(
  gate: MustPassGate,
  paired: PairedValues,
  observations: Observations,
): MustPassEvidence {
  const best = bestValue(paired.metric);
  const named = onlyCases(observations, paired, gate.cases);
  return {
    ...basisOf(gate, named),
    kind: 'mustPass',
    ...missingOn('candidate', named),
    results: named.cases.map((values) => ({
      case: values.id,
      passed: values.candidate.filter((value) => value === best).length,
      trials: values.candidate.length,
      missing: values.candidate.filter(Number.isNaN).length,
      candidate: scoreOf(values.candidate),
      baseline: scoreOf(values.baseline),
      baselinePassed: allPassed(values.baseline, best),
    })),
  };
}

function onlyCases(observations: Observations, paired: PairedValues, named: string): PairedValues {
  const ids = new Set(
    observations.cases
      .filter((observed) => (named === 'critical' ? observed.critical : observed.tags.includes(named)))
      .map((observed) => observed.id),
  );
  return { ...paired, cases: paired.cases.filter((values) => ids.has(values.id)) };
}

function scoreOf(values: Values | null): number | null {
  const mean = values === null ? Number.NaN : meanOf(values);
  return Number.isNaN(mean) ? null : mean;
}

/** One trial that did not pass settles it, whatever is missing besides; null where it can't be known. */
function allPassed(values: Values | null, best: number): boolean | null {
  if (values === null) return null;
  const measured = values.filter((value) => !Number.isNaN(value));
  if (measured.some((value) => value !== best)) return false;
  return measured.length === values.length ? true : null;
}
