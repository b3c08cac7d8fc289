import { type Interval, isChangeAbove, isWithoutSpread, sidesOf } from '../core/comparison.ts';
import { formatCount } from '../core/format.ts';
import type { DifferenceEvidence } from '../core/gate-evidence.ts';
import type { GateOutcome } from '../core/verdict.ts';
import {
  actualWords,
  allowance,
  allowed,
  bareSize,
  boundSize,
  type DifferenceGate,
  expectedWords,
  lossNoun,
  sizeWords,
} from './difference-words.ts';
import { tooMuchApart, withEstimates } from './estimated-usage.ts';
import {
  casesWords,
  type Decision,
  missingResults,
  outcomeOf,
  plural,
  roughly,
  sure,
  timedLateDecision,
  tooMuchMissing,
  unanswerableDecision,
  unitsNoun,
} from './outcome.ts';

/** Evidence about a difference, with the kind of gate that asks about one. */
type Evidence = DifferenceEvidence & { gate: DifferenceGate };

/** Decides `noWorseThan`, `betterThan` and `maxIncrease` from what was proven about the difference. */
export function judgeDifference(evidence: DifferenceEvidence, several: boolean): GateOutcome {
  if (!isAboutDifference(evidence)) throw new TypeError(`${evidence.gate.rule} is not about a difference`);
  const { gate, metric, interval, comparison } = evidence;
  const shown = {
    expected: expectedWords(gate, metric),
    actual: actualWords(evidence),
    interval,
    about: 'difference' as const,
    limit: evidence.threshold,
    ...(comparison.clusters && { seen: { ...sidesOf(comparison), delta: comparison.delta } }),
  };
  return outcomeOf(evidence, withEstimates(evidence, decide(evidence)), shown, several);
}

function isAboutDifference(evidence: DifferenceEvidence): evidence is Evidence {
  return ['noWorseThan', 'betterThan', 'maxIncrease'].includes(evidence.gate.rule);
}

function decide(evidence: Evidence): Decision {
  const apart = tooMuchApart(evidence);
  if (apart) return apart;
  if (evidence.unanswerable !== null) return unanswerableDecision(evidence.unanswerable);
  const missing = tooMuchMissing(evidence);
  if (missing) return missing;
  if (evidence.late) return timedLateDecision(evidence.late);
  if (evidence.proven === 'above') return passed(evidence);
  if (evidence.proven === 'below') return failed(evidence);
  return undecided(evidence);
}

function passed(evidence: Evidence): Decision {
  const { interval, comparison, gate } = evidence;
  const isBetter = gate.rule === 'betterThan' || (interval !== null && interval.low > 0);
  const seen = `${actualWords(evidence)} on ${pairsWords(comparison)} (${flips(evidence)}).`;
  const bound = interval === null ? '' : ` ${provenWords(evidence, interval)}.`;
  return {
    status: 'pass',
    reason: isBetter ? 'proven-better' : 'proven-not-worse',
    sentence: `${seen}${bound} ${allowance(evidence)}.${missingWords(evidence, 'worst')}`,
  };
}

function failed(evidence: Evidence): Decision {
  const { comparison, gate, worst } = evidence;
  const among = comparison.clusters ? `, of ${pairsWords(comparison)}` : '';
  const seen = `${plural(comparison.losses, 'case')} got worse, ${formatCount(comparison.wins)} better${among}.`;
  const more = comparison.losses > worst.length ? ', …' : '';
  const first = worst.length > 0 ? ` First: ${worst.join(', ')}${more}` : '';
  return {
    status: 'fail',
    reason: gate.rule === 'maxIncrease' ? 'over-limit' : 'proven-worse',
    sentence: `${seen} ${provenLoss(evidence)}; ${allowed(evidence)}.${missingWords(evidence, 'best')}${first}`,
  };
}

/** `Not worse by more than 2.1 points, 95 % sure`; the bounds on amounts are approximate, so of them it is only about as sure. */
function provenWords(evidence: Evidence, interval: Interval): string {
  const { gate, metric } = evidence;
  if (isSameInAll(evidence)) return `${inEach(evidence)}; how far others may lie from that was not seen`;
  const about = metric.kind === 'amount' ? 'about ' : '';
  return `${boundWords(evidence, interval.low)}, ${about}${sure(gate.confidence)}`;
}

/** Whether an amount changed by the same share everywhere. */
function isSameInAll({ metric, interval }: Evidence): boolean {
  return metric.kind === 'amount' && interval !== null && isWithoutSpread(interval);
}

/** `2.5 % higher in every case`, `The same in every case` */
function inEach({ metric, comparison: { delta, clusters } }: Evidence): string {
  const size = sizeWords(metric, Math.abs(delta ?? 0));
  const change = /[1-9]/.test(size) ? `${size} ${(delta ?? 0) < 0 ? 'higher' : 'lower'}` : 'The same';
  return `${change} in every ${clusters ? 'cluster' : 'case'}`;
}

/** `The drop is at least 3.9 points (best estimate 7.3)` */
function provenLoss(evidence: Evidence): string {
  if (isSameInAll(evidence)) return `It is ${inEach(evidence)}`;
  const { comparison, interval, gate, metric } = evidence;
  const delta = comparison.delta ?? 0;
  const high = interval?.high ?? 0;
  const isGain = gate.rule === 'betterThan';
  const noun = isGain ? 'gain' : lossNoun(metric);
  const estimate = `best estimate ${bareSize(metric, isGain ? delta : -delta)}`;
  const bound = isGain ? `at most ${boundSize(evidence, high)}` : `at least ${boundSize(evidence, -high)}`;
  return `The ${noun} is ${bound} (${estimate})`;
}

function undecided(evidence: Evidence): Decision {
  const { comparison, interval, needed, gate, metric } = evidence;
  // Of amounts, what is missing is left out.
  const cases = metric.kind === 'amount' ? comparison.pairs : evidence.cases;
  const limit = allowed(evidence);
  if (interval === null) {
    const sentence = `${pairsWords(comparison)} cannot bound the difference; ${limit}.${neededWords(evidence)}`;
    return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
  }
  const counted = missingWords(evidence, 'worst');
  if (comparison.wins === 0 && comparison.losses === 0 && isAllowance(gate)) {
    const ruledOut = `${lossNoun(metric)}s above ${boundSize(evidence, -interval.low)}`;
    const needs = needed === null ? '' : ` Needs ${formatCount(needed)} ${unitsNoun(comparison.clusters)}.`;
    const sentence = `no case changed, but ${casesWords(cases, comparison.clusters)} can only rule out ${ruledOut}; ${limit}.${counted}${needs}`;
    return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
  }
  if (isSameInAll(evidence)) {
    const sentence = `${flips(evidence)} on ${pairsWords(comparison)}. It is ${inEach(evidence)}, exactly at the limit; ${limit}.${counted}`;
    return { status: 'inconclusive', reason: 'at-limit', sentence };
  }
  const seen = `${flips(evidence)} on ${pairsWords(comparison)}. ${couldBe(evidence, interval.low)}`;
  return {
    status: 'inconclusive',
    reason:
      needed !== null && needed <= (comparison.clusters?.count ?? cases) * 4
        ? 'not-enough-cases'
        : 'too-noisy',
    sentence: `${seen}; ${limit}.${counted}${neededWords(evidence)}`,
  };
}

/** Whether the gate lets the candidate be worse by some amount. */
function isAllowance(gate: DifferenceGate): boolean {
  return gate.rule !== 'betterThan';
}

/** What was compared: `300 cases in 42 clusters of customer`. */
function pairsWords({ pairs, clusters }: Evidence['comparison']): string {
  return casesWords(pairs, clusters);
}

function flips({ comparison }: Evidence): string {
  return `${formatCount(comparison.wins)} better, ${formatCount(comparison.losses)} worse`;
}

function couldBe(evidence: Evidence, low: number): string {
  const { gate, metric } = evidence;
  if (!isAllowance(gate)) return boundWords(evidence, low);
  return `Could be up to ${boundSize(evidence, -low)} ${metric.kind === 'amount' ? 'higher' : 'worse'}`;
}

/** `Not worse by more than 2.1 points` or `Better by at least 0.4 points`. */
function boundWords(evidence: Evidence, low: number): string {
  const { metric } = evidence;
  const size = boundSize(evidence, Math.abs(low));
  const [up, down] = metric.kind === 'amount' ? ['Lower', 'Not higher'] : ['Better', 'Not worse'];
  return low > 0 ? `${up} by at least ${size}` : `${down} by more than ${size}`;
}

/** How results that are missing went into the bound; nothing where none are. */
function missingWords(evidence: Evidence, countedAs: 'worst' | 'best'): string {
  if (evidence.missing === 0) return '';
  const how = evidence.metric.kind === 'amount' ? 'Left out' : `Counted as the ${countedAs} that could be`;
  return ` ${how}: ${missingResults(evidence)}.`;
}

function neededWords(evidence: Evidence): string {
  const { needed, fewest, neededRepeats, comparison, gate, threshold, interval } = evidence;
  const units = unitsNoun(comparison.clusters);
  // Of one pair nothing is known about the spread, so its difference says nothing either.
  if (interval === null && (comparison.clusters ?? comparison).pairs < 2)
    return ` Needs at least 2 ${units}.`;
  const ways = [
    ...(needed === null ? [] : [`${roughly(needed, fewest)} ${units}`]),
    ...(neededRepeats === null ? [] : [`${neededRepeats} trials of each case`]),
  ];
  if (ways.length > 0) return ` About ${ways.join(' or ')} would settle it if the difference stays as seen.`;
  if (comparison.delta === null || isChangeAbove(comparison.delta, threshold)) return '';
  const beyond =
    gate.rule === 'betterThan' ? 'does not reach what you ask for' : 'is itself beyond what you allow';
  return ` The best estimate ${beyond}; more ${units} help only if it does not stay there.`;
}
