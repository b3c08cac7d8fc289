import type { Gate } from '../core/gate.ts';
import type { RuleEvidence } from '../core/gate-evidence.ts';
import { clopperPearsonUpper } from '../statistics/clopper-pearson.ts';
import { basisOf, estimatedOn, missingOn } from './evidence-basis.ts';
import { atBest } from './lateness.ts';
import { caseId, type PairedValues, reasonForNothing } from './paired-values.ts';
import { countUnits } from './units.ts';

type LimitGate = Extract<Gate, { rule: 'min' | 'max' }>;

/** Which outputs break a rule, and what the true rate of breaking is below where none was seen to. */
export function ruleEvidence(gate: LimitGate, paired: PairedValues): RuleEvidence {
  const seen = paired.cases.reduce((sum, index) => sum + paired.candidate.measured(index), 0);
  // Of what was timed late, that alone is broken which is so at the shortest.
  const broken = brokenBy(gate, atBest(paired));
  const isDoubtful = brokenBy(gate, paired).length > broken.length;
  const missing = missingOn('candidate', paired);
  const estimated = estimatedOn('candidate', paired);
  const isKnown = !isDoubtful && !estimated.estimated && missing.missing === 0;
  const isClean = broken.length === 0 && isKnown && seen > 0;
  return {
    ...basisOf(gate, paired),
    kind: 'rule',
    ...missing,
    ...estimated,
    ...(isDoubtful && paired.late && { late: paired.late }),
    seen,
    broken,
    // Over cases or clusters: the repeats of one case, or the cases of one cluster, are no independent evidence.
    rateBelow: isClean ? clopperPearsonUpper(0, countUnits(paired), gate.confidence) : null,
    unanswerable: seen > 0 ? null : reasonForNothing(paired),
  };
}

function brokenBy({ rule, limit }: LimitGate, paired: PairedValues): RuleEvidence['broken'] {
  const { cases, candidate } = paired;
  const broken: RuleEvidence['broken'] = [];
  for (const index of cases) {
    for (let repeat = 0; repeat < candidate.repeats; repeat++) {
      const value = candidate.value(index, repeat);
      const breaks = rule === 'min' ? value < limit : value > limit;
      if (breaks) broken.push({ case: caseId(paired, index), value });
    }
  }
  return broken;
}
