import type { GateOutcome, GateStatus } from '../core/verdict.ts';

/** One sentence that says why: it names every gate that decided against the candidate, and quotes the first. */
export function headlineOf(
  status: GateStatus,
  outcomes: readonly GateOutcome[],
  hasBaseline: boolean,
): string {
  const enforced = outcomes.filter((outcome) => outcome.enforced);
  const deciding = enforced.filter((outcome) => outcome.status === status);
  const total = enforced.length;
  if (status === 'fail') {
    const undecided = enforced.filter((outcome) => outcome.status === 'inconclusive').length;
    const also = undecided > 0 ? `, ${undecided} undecided` : '';
    return `${deciding.length} of ${total} gates failed${also}: ${names(deciding)}. ${deciding[0]?.text ?? ''}`;
  }
  if (status === 'inconclusive') {
    if (deciding.length === 0)
      return 'No gate is configured and enforced, so nothing was proven. Add gates to the config.';
    return `${deciding.length} of ${total} gates undecided: ${names(deciding)}. ${deciding[0]?.text ?? ''}`;
  }
  if (!hasBaseline) {
    const held = total === 0 ? 'no gate could be asked' : `${total} of ${total} gates passed`;
    return `First release: nothing was compared, because there is no baseline; ${held}.`;
  }
  const main =
    deciding.find((outcome) => outcome.interval !== null && outcome.metric !== null) ?? deciding[0];
  return `${total} of ${total} gates passed. ${main?.text ?? ''}`;
}

function names(outcomes: readonly GateOutcome[]): string {
  return [...new Set(outcomes.map((outcome) => outcome.gate))].join(', ');
}
