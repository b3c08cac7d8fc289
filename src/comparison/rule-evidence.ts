import type { Gate } from '../core/gate.ts';
import type { RuleEvidence } from '../core/gate-evidence.ts';
import { clopperPearsonUpper } from '../statistics/clopper-pearson.ts';
import { basisOf, candidateMissing } from './evidence-basis.ts';
import { type PairedValues, reasonForNothing } from './paired-values.ts';
import { unitsOf } from './units.ts';

type LimitGate = Extract<Gate, { rule: 'min' | 'max' }>;

/** Which outputs break a rule, and what the true rate of breaking is below where none was seen to. */
export function ruleEvidence(gate: LimitGate, paired: PairedValues): RuleEvidence {
  const outputs = paired.cases.flatMap((values) =>
    [...values.candidate]
      .filter((value) => !Number.isNaN(value))
      .map((value) => ({ case: values.id, value })),
  );
  const broken = outputs.filter(({ value }) =>
    gate.rule === 'min' ? value < gate.limit : value > gate.limit,
  );
  const missing = candidateMissing(paired);
  const isClean = broken.length === 0 && missing === 0 && outputs.length > 0;
  return {
    ...basisOf(gate, paired),
    kind: 'rule',
    missing,
    seen: outputs.length,
    broken,
    // Over cases or clusters: the repeats of one case, or the cases of one cluster, are no independent evidence.
    rateBelow: isClean ? clopperPearsonUpper(0, unitsOf(paired).length, gate.confidence) : null,
    unanswerable: outputs.length > 0 ? null : reasonForNothing(paired),
  };
}
