import { formatCount, formatShare } from '../core/format.ts';
import type { GateEvidence } from '../core/gate-evidence.ts';
import { type FlipCount, isUnfit, mostFlips } from '../core/pair.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { type Decision, outcomeOf, plural, unanswerableDecision } from './outcome.ts';

/**
 * What stands above every gate on a pairwise metric: without a baseline there is no pair to judge, and the preferences of a
 * judge that goes by the order of the answers are no evidence, neither for nor against.
 */
export function judgePairs(
  evidence: GateEvidence,
  outcome: GateOutcome,
  several: boolean,
  hasBaseline: boolean,
): GateOutcome {
  const { flips } = evidence;
  if (!hasBaseline) return instead(evidence, outcome, unanswerableDecision('no-baseline'), several);
  if (flips === undefined || !isUnfit(flips)) return outcome;
  const sentence = `its judge is unfit: ${flipWords(flips)}; above ${formatShare(mostFlips, 0)} its preferences decide nothing. Use another model, or clearer criteria.`;
  return instead(evidence, outcome, { status: 'inconclusive', reason: 'judge-unfit', sentence }, several);
}

/** `in 12 of 40 pairs its choice changed with the order of the answers (30.0 %), 11 times to whichever stood first` */
export function flipWords({ asked, flipped, first, second }: FlipCount): string {
  const share = asked === 0 ? '' : ` (${formatShare(flipped / asked)})`;
  const taken = [
    ...(first > 0 ? [`${timesWords(first)} it took whichever stood first`] : []),
    ...(second > 0 ? [`${timesWords(second)} whichever stood second`] : []),
  ];
  const how = taken.length === 0 ? '' : `; ${taken.join(', ')}`;
  return `in ${formatCount(flipped)} of ${plural(asked, 'pair')} its choice changed with the order of the answers${share}${how}`;
}

function timesWords(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`;
}

function instead(
  evidence: GateEvidence,
  { expected, actual, about, limit }: GateOutcome,
  decision: Decision,
  several: boolean,
): GateOutcome {
  const shown = {
    expected,
    actual,
    interval: null,
    ...(about !== undefined && { about }),
    ...(limit !== undefined && { limit }),
  };
  return outcomeOf(evidence, decision, shown, several);
}
