import { type Gate, isRule } from '../core/gate.ts';
import type { Assumption, GateOutlook } from '../core/gate-evidence.ts';
import { chanceOfDifference } from './chance-of-difference.ts';
import { chanceOfLimit } from './chance-of-limit.ts';
import { type ComparisonPlan, casesOf, pairsOfGate } from './compare.ts';
import { mustPassEvidence } from './must-pass-evidence.ts';
import type { Observations } from './observations.ts';
import type { PairedValues } from './paired-values.ts';
import { questionOf } from './question.ts';
import { ruleEvidence } from './rule-evidence.ts';

/**
 * How every enforced gate stands after the `asked` cases. A gate that has no answer in numbers so far (no baseline, no
 * price, no case of its slice) is left out. So is one that counts clusters: in the middle of a run most of them are known
 * in part, and what becomes of them cannot be read from that.
 */
export function outlooksOf(
  observations: Observations,
  asked: ReadonlySet<string>,
  plan: ComparisonPlan,
): GateOutlook[] {
  const seen = observations.only(asked);
  return (
    plan.gates
      // What waits for people says nothing before they have spoken.
      .filter((gate) => gate.enforced && !seen.awaitsReview(gate.metric))
      .flatMap((gate) =>
        pairsOfGate(seen, plan, gate).flatMap((paired) => {
          const cases = casesOf(gate.metric, gate.slice, observations, plan).length;
          return outlookOf(gate, paired, cases) ?? [];
        }),
      )
  );
}

/** @param cases how many the gate will be about in the end */
function outlookOf(gate: Gate, paired: PairedValues, cases: number): GateOutlook | null {
  if (paired.cases.length === 0) return null;
  if (gate.rule === 'mustPass') return { kind: 'rule', evidence: mustPassEvidence(gate, paired) };
  if ((gate.rule === 'min' || gate.rule === 'max') && isRule(gate, paired.metric)) {
    return { kind: 'rule', evidence: ruleEvidence(gate, paired) };
  }
  // What was timed late says nothing of what is to come.
  if (paired.clusters || paired.late) return null;
  const assumed = assumedOf(gate, paired);
  const chance = chanceToPass(gate, paired, assumed, cases);
  return chance === null ? null : { kind: 'chance', gate, model: paired.model, chance, assumed };
}

/** "No change" would make `betterThan` hopeless from the start, and there must be something to be like. */
function assumedOf({ rule }: Gate, { hasBaseline }: PairedValues): Assumption {
  return rule === 'betterThan' || !hasBaseline ? 'as-seen' : 'no-change';
}

function chanceToPass(
  gate: Exclude<Gate, { rule: 'mustPass' }>,
  paired: PairedValues,
  assumed: Assumption,
  cases: number,
): number | null {
  const { confidence } = gate;
  switch (gate.rule) {
    case 'noWorseThan':
      return chanceOfDifference(paired, questionOf(gate.margin, -1, confidence), assumed, cases);
    case 'betterThan':
      return chanceOfDifference(paired, questionOf(gate.by, 1, confidence), assumed, cases);
    case 'maxIncrease': {
      const question = { confidence, threshold: -gate.limit, relative: null };
      return chanceOfDifference(paired, question, assumed, cases);
    }
    case 'min':
    case 'max':
      return chanceOfLimit(paired, gate, cases);
  }
}
