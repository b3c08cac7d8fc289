import { formatShare } from '../core/format.ts';
import type { GateOutlook } from '../core/gate-evidence.ts';
import { judgeMustPass } from './judge-must-pass.ts';
import { judgeRule } from './judge-rule.ts';

/** A run goes on as long as every gate passes in the end with at least this chance. */
export const leastChance = 0.1;

/** Why a run need not go on. */
export interface EarlyStop {
  gate: string;
  /** The middle of a sentence, without a full stop. */
  because: string;
}

/**
 * Whether a run can end before its plan does: a hard rule is broken, or a gate has too little chance to pass. It can only
 * keep a candidate from being promoted, so looking costs no confidence.
 */
export function decideStop(outlooks: readonly GateOutlook[]): EarlyStop | null {
  const several = new Set(outlooks.map(modelOf)).size > 1;
  return broken(outlooks, several) ?? hopeless(outlooks, several);
}

function modelOf(outlook: GateOutlook): string {
  return outlook.kind === 'rule' ? outlook.evidence.model : outlook.model;
}

function broken(outlooks: readonly GateOutlook[], several: boolean): EarlyStop | null {
  for (const outlook of outlooks) {
    if (outlook.kind !== 'rule') continue;
    const { evidence } = outlook;
    const judged = evidence.kind === 'rule' ? judgeRule(evidence, several) : judgeMustPass(evidence, several);
    if (judged.status !== 'fail') continue;
    const name = nameOf(judged.gate, judged.model, several);
    return { gate: judged.gate, because: `${name} has failed already, whatever the other cases say` };
  }
  return null;
}

/** Of several, the gate that has the least chance. */
function hopeless(outlooks: readonly GateOutlook[], several: boolean): EarlyStop | null {
  const [least] = outlooks.filter((outlook) => outlook.kind === 'chance').sort((a, b) => a.chance - b.chance);
  if (least === undefined || least.chance >= leastChance) return null;
  const { gate, model, chance, assumed } = least;
  const share = chance < 0.01 ? 'below 1 %' : `of ${formatShare(chance, 0)}`;
  const condition = assumed === 'no-change' ? 'nothing changes' : 'results stay as seen';
  return {
    gate: gate.name,
    because: `${nameOf(gate.name, model, several)} has a chance ${share} to pass if ${condition}`,
  };
}

function nameOf(gate: string, model: string | null, several: boolean): string {
  return several && model !== null ? `${gate} on ${model}` : gate;
}
