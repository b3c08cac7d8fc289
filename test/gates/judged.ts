import type { Gate } from '../../src/core/gate.ts';
import type { Metric } from '../../src/core/score.ts';
import type { ModelPairing } from '../../src/core/trial.ts';
import type { GateOutcome, Verdict } from '../../src/core/verdict.ts';
import { judge } from '../../src/gates/judge.ts';
import { bothArms, compare, type Row } from '../comparison/observed.ts';

/** The verdict on measured rows: comparison and judgement together, with every call answered and no interface changed. */
export function verdictOn(
  rows: readonly Row[],
  metric: Metric | string,
  gates: readonly Gate[],
  pairing: ModelPairing = bothArms,
): Verdict {
  const hasBaseline = pairing.baseline !== null;
  return judge({
    evidence: compare(rows, metric, gates, pairing).evidence,
    interface: { changes: hasBaseline ? [] : null, declaredBreaking: false },
    trials: { planned: 1, completed: 1 },
    hasBaseline,
  });
}

/** The outcome of one gate. */
export function outcomeOn(
  rows: readonly Row[],
  metric: Metric | string,
  gate: Gate,
  pairing: ModelPairing = bothArms,
): GateOutcome {
  const [outcome] = verdictOn(rows, metric, [gate], pairing).outcomes;
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}
