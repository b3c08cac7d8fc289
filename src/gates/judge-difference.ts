import { formatCount, formatSize, formatUsd, formatValue } from '../core/format.ts';
import type { Gate, Margin } from '../core/gate.ts';
import type { DifferenceEvidence } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { GateOutcome } from '../core/verdict.ts';
import {
  type Decision,
  outcomeOf,
  plural,
  roughly,
  sure,
  tooMuchMissing,
  unanswerableDecision,
} from './outcome.ts';

/** Decides `noWorseThan`, `betterThan` and `maxIncrease` from what was proven about the difference. */
export function judgeDifference(evidence: DifferenceEvidence, several: boolean): GateOutcome {
  const words = { expected: expectedWords(evidence), actual: actualWords(evidence), several };
  return outcomeOf(evidence, decide(evidence), words, evidence.interval);
}

function decide(evidence: DifferenceEvidence): Decision {
  if (evidence.unanswerable !== null) return unanswerableDecision(evidence.unanswerable);
  const missing = tooMuchMissing(evidence);
  if (missing) return missing;
  if (evidence.proven === 'above') return passed(evidence);
  if (evidence.proven === 'below') return failed(evidence);
  return undecided(evidence);
}

function passed(evidence: DifferenceEvidence): Decision {
  const { interval, comparison, gate } = evidence;
  const better = interval !== null && interval.low > 0 && !isRelativeScore(evidence);
  const seen = `${actualWords(evidence)} on ${plural(comparison.pairs, 'case')} (${comparison.wins} better, ${comparison.losses} worse).`;
  const bound = interval === null ? '' : ` ${boundWords(evidence, interval.low)}, ${sure(gate.confidence)}.`;
  const reason = gate.rule === 'betterThan' || better ? 'proven-better' : 'proven-not-worse';
  return { status: 'pass', reason, sentence: `${seen}${bound} ${allowance(evidence)}.` };
}

function failed(evidence: DifferenceEvidence): Decision {
  const { comparison, metric, interval, gate } = evidence;
  const seen = `${plural(comparison.losses, 'case')} got worse, ${comparison.wins} better.`;
  const more = comparison.losses > evidence.worst.length ? ', …' : '';
  const first = evidence.worst.length > 0 ? ` First: ${evidence.worst.join(', ')}${more}` : '';
  const gain = gate.rule === 'betterThan';
  const bound = interval === null ? 0 : gain ? interval.high : -interval.high;
  const delta = comparison.delta ?? 0;
  const estimate = `best estimate ${amountWords(metric, gain ? delta : -delta)}`;
  const noun = gain
    ? 'gain is at most'
    : gate.rule === 'maxIncrease'
      ? 'rise is at least'
      : 'drop is at least';
  return {
    status: 'fail',
    reason: gate.rule === 'maxIncrease' ? 'over-limit' : 'proven-worse',
    sentence: `${seen} The ${noun} ${amountWords(metric, bound)} (${estimate}); ${lowerFirst(allowance(evidence))}.${first}`,
  };
}

function undecided(evidence: DifferenceEvidence): Decision {
  const { comparison, interval, cases, needed } = evidence;
  const allowed = lowerFirst(allowance(evidence));
  const undecidedBecause = (reason: string, sentence: string): Decision => ({
    status: 'inconclusive',
    reason,
    sentence,
  });
  if (interval === null) {
    const sentence = `${plural(comparison.pairs, 'case')} cannot bound the difference; ${allowed}.${neededWords(evidence)}`;
    return undecidedBecause('not-enough-cases', sentence);
  }
  if (comparison.wins === 0 && comparison.losses === 0) {
    const ruledOut = `${worseNoun(evidence)} above ${amountWords(evidence.metric, -interval.low)}`;
    const needs = needed === null ? '' : ` Needs ${formatCount(needed)} cases.`;
    const sentence = `no case changed, but ${plural(cases, 'case')} can only rule out ${ruledOut}; ${allowed}.${needs}`;
    return undecidedBecause('not-enough-cases', sentence);
  }
  const seen = `${comparison.wins} better, ${comparison.losses} worse on ${plural(comparison.pairs, 'case')}.`;
  const reason = needed !== null && needed <= cases * 4 ? 'not-enough-cases' : 'too-noisy';
  return undecidedBecause(
    reason,
    `${seen} ${couldBe(evidence, interval.low)}; ${allowed}.${neededWords(evidence)}`,
  );
}

function couldBe(evidence: DifferenceEvidence, low: number): string {
  if (evidence.gate.rule === 'betterThan' || isRelativeScore(evidence)) return boundWords(evidence, low);
  const worse = evidence.metric.kind === 'amount' ? 'higher' : 'worse';
  return `Could be up to ${amountWords(evidence.metric, -low)} ${worse}`;
}

function worseNoun(evidence: DifferenceEvidence): string {
  return evidence.metric.kind === 'amount' ? 'rises' : 'drops';
}

function neededWords(evidence: DifferenceEvidence): string {
  if (evidence.needed !== null) {
    return ` About ${roughly(evidence.needed)} cases would settle it if the difference stays as seen.`;
  }
  const { comparison } = evidence;
  const threshold = thresholdOf(evidence.gate);
  if (comparison.delta === null || threshold === null || comparison.delta > threshold) return '';
  return ' The best estimate is itself beyond what you allow, so more cases would not help.';
}

function thresholdOf(gate: Gate): number | null {
  if (gate.rule === 'noWorseThan') return gate.margin.kind === 'absolute' ? -gate.margin.value : null;
  if (gate.rule === 'betterThan') return gate.by.kind === 'absolute' ? gate.by.value : null;
  return gate.rule === 'maxIncrease' ? -gate.limit : null;
}

/** `Not worse by more than 2.1 points` or `Better by at least 0.4 points`. */
function boundWords(evidence: DifferenceEvidence, low: number): string {
  const size = amountWords(evidence.metric, low < 0 ? -low : low);
  if (isRelativeScore(evidence))
    return low > 0 ? 'Within the relative margin' : `Short of the relative margin by up to ${size}`;
  const [up, down] = evidence.metric.kind === 'amount' ? ['Lower', 'Not higher'] : ['Better', 'Not worse'];
  return low > 0 ? `${up} by at least ${size}` : `${down} by more than ${size}`;
}

function allowance(evidence: DifferenceEvidence): string {
  const { gate, metric } = evidence;
  if (gate.rule === 'betterThan') return `You ask for ${marginWords(metric, gate.by)} more`;
  if (gate.rule === 'noWorseThan') return `You allow ${marginWords(metric, gate.margin)}`;
  return gate.rule === 'maxIncrease' ? `You allow ${formatSize(metric, gate.limit)}` : '';
}

function expectedWords(evidence: DifferenceEvidence): string {
  const { gate, metric } = evidence;
  if (gate.rule === 'betterThan') return `better by ${marginWords(metric, gate.by)}`;
  if (gate.rule === 'noWorseThan') return `drop ≤ ${marginWords(metric, gate.margin)}`;
  return gate.rule === 'maxIncrease' ? `rise ≤ ${formatSize(metric, gate.limit)}` : '';
}

function actualWords(evidence: DifferenceEvidence): string {
  const { metric, comparison } = evidence;
  const format = metric.id === 'cost' ? formatUsd : (value: number) => formatValue(metric, value);
  const candidate = comparison.candidate.n === 0 ? 'nothing' : format(comparison.candidate.value);
  if (comparison.baseline === null) return candidate;
  return `${candidate} vs ${comparison.baseline.n === 0 ? 'nothing' : format(comparison.baseline.value)}`;
}

function marginWords(metric: MetricDefinition, margin: Margin): string {
  if (margin.kind === 'relative')
    return `${formatSize({ ...metric, kind: 'amount' }, margin.value)} of the baseline`;
  return amountWords(metric, margin.value);
}

/** A size with its sign kept where it is negative: a "drop of at least −1" would otherwise read as 1. */
function amountWords(metric: MetricDefinition, size: number): string {
  return `${size < 0 ? '−' : ''}${formatSize(metric, size)}`;
}

function isRelativeScore(evidence: DifferenceEvidence): boolean {
  const { gate } = evidence;
  if (gate.rule === 'noWorseThan') return gate.margin.kind === 'relative';
  return gate.rule === 'betterThan' && gate.by.kind === 'relative';
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
