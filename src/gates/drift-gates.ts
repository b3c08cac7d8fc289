import type { Gate } from '../core/gate.ts';

/** Whether people's word goes into a metric. */
type IsReviewed = (metric: string) => boolean;

/**
 * A prompt's gates as they are asked of one version against its own release. A gate that such a run can't answer
 * reports and does not decide.
 */
export function gatesOfDrift(gates: readonly Gate[], isReviewed: IsReviewed): Gate[] {
  return gates.map((gate) =>
    whyNotDecisive(gate, isReviewed) === undefined ? gate : { ...gate, enforced: false },
  );
}

/** A sentence for each gate that would decide a release and does not decide this. */
export function undecidingGates(gates: readonly Gate[], isReviewed: IsReviewed): string[] {
  return gates.flatMap((gate) => {
    const why = gate.enforced ? whyNotDecisive(gate, isReviewed) : undefined;
    return why === undefined ? [] : [`The gate "${gate.name}" is reported and does not decide: ${why}.`];
  });
}

function whyNotDecisive(gate: Gate, isReviewed: IsReviewed): string | undefined {
  if (isReviewed(gate.metric)) return 'people give its scores, and nobody is asked for a drift run';
  if (gate.rule === 'betterThan') return 'it asks for a gain, and nothing was edited';
  const comparesLatency = gate.metric === 'latency' && ['noWorseThan', 'maxIncrease'].includes(gate.rule);
  if (!comparesLatency) return undefined;
  return 'the answers of then were timed at another hour, so load and network differ along with the model';
}
