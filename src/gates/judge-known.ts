import { formatCount } from '../core/format.ts';
import type { GateEvidence } from '../core/gate-evidence.ts';
import { type GateOutcome, severity } from '../core/verdict.ts';
import { plural } from './outcome.ts';

/** The protected branch's gates, asked of the cases that it has. */
export interface KnownCases {
  /** The cases of the protected branch in this run. */
  count: number;
  /** Those that are new. */
  added: number;
  /** One a gate and model. */
  evidence: readonly GateEvidence[];
  /** The names of gates that so few cases let nothing pass, not even a prompt that is as it was. */
  undecidable: ReadonlySet<string>;
}

/**
 * New cases must not outvote those that are there: a gate of the protected branch has to hold on its cases alone too. Both
 * have to pass, so neither needs a correction. A gate that those cases never could decide does not wait for them, or nobody
 * could add the cases that it lacks; what they prove to be worse is worse all the same.
 *
 * @param onAll what the gates say of all cases; who says the same of the known ones, or better, is not repeated.
 */
export function judgeKnown(
  { evidence, undecidable, count, added }: KnownCases,
  judged: (evidence: readonly GateEvidence[]) => GateOutcome[],
  onAll: readonly GateOutcome[],
): { outcomes: GateOutcome[]; words: string } {
  if (count === 0) return { outcomes: [noneKnown], words: 'None of its cases was judged.' };
  const outcomes = judged(evidence).filter(({ enforced }) => enforced);
  const isLeft = ({ gate, status }: GateOutcome) => status === 'inconclusive' && undecidable.has(gate);
  const names = (which: readonly GateOutcome[]) => [...new Set(which.map(({ gate }) => gate))].join(', ');
  const open = outcomes.filter((outcome) => outcome.status !== 'pass' && !isLeft(outcome));
  const left = outcomes.filter(isLeft);
  const held =
    open.length === 0
      ? 'its gates hold there'
      : `${names(open)} ${open.length === 1 ? 'does' : 'do'} not hold there`;
  const words = [
    `Judged on the ${plural(count, 'known case')} without the ${formatCount(added)} new too: ${held}.`,
    ...(left.length === 0 ? [] : [`Too few to decide there: ${names(left)}.`]),
  ];
  const isWorse = (outcome: GateOutcome) =>
    !onAll.some(
      ({ gate, model, status, enforced }) =>
        enforced &&
        gate === outcome.gate &&
        model === outcome.model &&
        severity[status] >= severity[outcome.status],
    );
  return { outcomes: open.filter(isWorse).map((outcome) => ofKnown(outcome, count)), words: words.join(' ') };
}

/** As of a run of new cases alone, or where a split leaves out all that the branch has. */
const noneKnown: GateOutcome = {
  ...{ gate: 'known cases', metric: null, model: null, slice: null, interval: null, enforced: true },
  status: 'inconclusive',
  reason: 'not-enough-cases',
  expected: 'the gates hold on the cases of the protected branch',
  actual: 'none of them is here',
  text: 'known cases: all cases of this run are new, so nothing is known of those on the protected branch.',
};

/** No metric is named: the figures of the run are those of all cases. */
function ofKnown(outcome: GateOutcome, count: number): GateOutcome {
  const { gate, model, status, enforced, reason, expected, actual, text } = outcome;
  return {
    gate: `${gate} (known cases)`,
    metric: null,
    model,
    slice: null,
    status,
    enforced,
    reason,
    interval: null,
    expected,
    actual,
    text: `on the ${plural(count, 'known case')} alone, ${text}`,
  };
}
