import type { Gate } from '../core/gate.ts';
import type { RuleEvidence } from '../core/gate-evidence.ts';
import { clopperPearsonUpper } from '../statistics/clopper-pearson.ts';
import { basisOf, missingOn } from './evidence-basis.ts';
import { atBest } from './lateness.ts';
import { type PairedValues, reasonForNothing } from './paired-values.ts';
import { unitsOf } from './units.ts';

type LimitGate = Extract<Gate, { rule: 'min' | 'max' }>;

/** Which outputs break a rule, and what the true rate of breaking is below where none was seen to. */
export function ruleEvidence(gate: LimitGate, paired: PairedValues): RuleEvidence {
  const outputs = outputsOf(paired);
  const breaks = ({ value }: { value: number }) =>
    gate.rule === 'min' ? value < gate.limit : value > gate.limit;
  // Of what was timed late, that alone is broken which is so at the shortest.
  const broken = outputsOf(atBest(paired)).filter(breaks);
  const isDoubtful = outputs.filter(breaks).length > broken.length;
  const missing = missingOn('candidate', paired);
  const isClean = broken.length === 0 && !isDoubtful && missing.missing === 0 && outputs.length > 0;
  return {
    ...basisOf(gate, paired),
    kind: 'rule',
    ...missing,
    ...(isDoubtful && paired.late && { late: paired.late }),
    seen: outputs.length,
    broken,
    // Over cases or clusters: the repeats of one case, or the cases of one cluster, are no independent evidence.
    rateBelow: isClean ? clopperPearsonUpper(0, unitsOf(paired).length, gate.confidence) : null,
    unanswerable: outputs.length > 0 ? null : reasonForNothing(paired),
  };
}

function outputsOf(paired: PairedValues): { case: string; value: number }[] {
  return paired.cases.flatMap((values) =>
    [...values.candidate]
      .filter((value) => !Number.isNaN(value))
      .map((value) => ({ case: values.id, value })),
  );
}
