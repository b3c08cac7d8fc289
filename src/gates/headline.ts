import type { GateOutcome, GateStatus } from '../core/verdict.ts';

/** One sentence that says why: it names every gate that decided against the candidate, and quotes the first. */
export function headlineOf(
  status: GateStatus,
  outcomes: readonly GateOutcome[],
  hasBaseline: boolean,
): string {
  const enforced = outcomes.filter((outcome) => outcome.enforced);
  const deciding = enforced.filter((outcome) => outcome.status === status);
  const count = `${deciding.length} of ${enforced.length} ${enforced.length === 1 ? 'gate' : 'gates'}`;
  const because = deciding[0]?.text ?? '';
  if (status === 'fail') return `${count} failed: ${names(deciding)}${undecided(enforced)}. ${because}`;
  if (status === 'inconclusive') {
    // Where trials have no answer, that is why the other gates could not decide.
    const cause = deciding.find((outcome) => outcome.gate === 'trials')?.text ?? because;
    if (deciding.length > 0) return `${count} undecided: ${names(deciding)}. ${cause}`;
    return `No gate is configured and enforced, so nothing was proven. Add gates to the config.${reported(outcomes)}`;
  }
  if (!hasBaseline) {
    const held = enforced.length === 0 ? 'no gate could be asked' : `${count} passed`;
    return `First release: nothing was compared, because there is no baseline; ${held}.${reported(outcomes)}`;
  }
  const main =
    deciding.find((outcome) => outcome.interval !== null && outcome.metric !== null) ?? deciding[0];
  return `${count} passed. ${main?.text ?? ''}${reported(outcomes)}`;
}

function undecided(enforced: readonly GateOutcome[]): string {
  const count = enforced.filter((outcome) => outcome.status === 'inconclusive').length;
  return count > 0 ? `; ${count} undecided` : '';
}

/** What failed without being allowed to decide, so that a pass does not hide it. */
function reported(outcomes: readonly GateOutcome[]): string {
  const failed = outcomes.filter((outcome) => !outcome.enforced && outcome.status === 'fail');
  return failed.length > 0 ? ` Failed, but not enforced: ${names(failed)}.` : '';
}

function names(outcomes: readonly GateOutcome[]): string {
  return [...new Set(outcomes.map((outcome) => outcome.gate))].join(', ');
}
