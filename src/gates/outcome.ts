import type { ClusterCounts } from '../core/comparison.ts';
import { formatConfidence, formatCount, formatShare, formatValue, formatWritten } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import type { GateEvidence, TimedLate, Unanswerable } from '../core/gate-evidence.ts';
import { latenessLimit } from '../core/lateness.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { GateOutcome, GateStatus } from '../core/verdict.ts';

/** More than this share without a result decides nothing. */
export const missingLimit = 0.05;

export interface Decision {
  status: GateStatus;
  reason: string;
  /** What follows `quality: `. */
  sentence: string;
  /** A gate that had nothing to be measured against does not decide. */
  enforced?: boolean;
}

/** What an outcome shows beside its sentence. */
export type Shown = Pick<GateOutcome, 'expected' | 'actual' | 'interval' | 'about' | 'limit' | 'cases'>;

/** Puts a decision together with where it belongs. `several`: more than one model, so each is named. */
export function outcomeOf(
  evidence: GateEvidence,
  decision: Decision,
  shown: Shown,
  several: boolean,
): GateOutcome {
  const { gate, model } = evidence;
  const { status, reason, sentence, enforced } = withReviews(evidence, decision);
  return {
    gate: gate.name,
    metric: gate.metric,
    model,
    slice: gate.slice,
    status,
    enforced: enforced ?? gate.enforced,
    reason,
    ...shown,
    text: `${subjectOf(gate)}${several ? ` on ${model}` : ''}: ${sentence}`,
  };
}

/** What is missing because nobody has reviewed it says how that is done. */
function withReviews({ reviewWith, missing, cases }: GateEvidence, decision: Decision): Decision {
  if (reviewWith === undefined || missing === 0 || decision.status !== 'inconclusive') return decision;
  const waits = missing === 1 ? 'waits' : 'wait';
  const how = `Review them: ${reviewWith}`;
  if (decision.reason === 'missing-results') {
    const sentence = `${formatCount(missing)} of ${plural(cases, 'case')} ${waits} for a person to review the answers. ${how}`;
    return { ...decision, reason: 'awaits-review', sentence };
  }
  const sentence = `${decision.sentence} ${plural(missing, 'case')} ${waits} for a review. ${how}`;
  return { ...decision, sentence };
}

/** `quality in german`; a gate with a name of its own is called by that, with what it is about where the name does not say it. */
function subjectOf(gate: Gate): string {
  const about = gate.slice === null ? gate.metric : `${gate.metric} in ${gate.slice}`;
  if (gate.name === about || gate.name === gate.metric) return about;
  const saysIt = gate.name.includes(gate.metric) && gate.name.includes(gate.slice ?? '');
  return saysIt ? gate.name : `${gate.name} (${about})`;
}

/** `10 %`, `12.5 %`: a share as a person wrote it. */
export function wholeShare(share: number): string {
  return formatWritten(share, (value, finer) => formatShare(value, finer));
}

/** `80.0 %`, `$0.02`: a floor or a ceiling as a person wrote it. */
export function limitWords({ limit }: { limit: number }, metric: MetricDefinition): string {
  return formatWritten(limit, (value, finer) => formatValue(metric, value, finer));
}

/** `95 % sure`, `99.58 % sure` */
export function sure(confidence: number): string {
  return `${formatConfidence(confidence)} sure`;
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `300 cases`, `300 cases in 42 clusters of customer` */
export function casesWords(count: number, clusters: ClusterCounts | undefined): string {
  return `${plural(count, 'case')}${inClusters(clusters)}`;
}

/** ` in 42 clusters of customer`; nothing where every case stands for itself. */
export function inClusters(clusters: ClusterCounts | undefined): string {
  return clusters ? ` in ${plural(clusters.count, 'cluster')} of ${clusters.field}` : '';
}

/** What more of would settle a gate. */
export function unitsNoun(clusters: ClusterCounts | undefined): 'cases' | 'clusters' {
  return clusters ? 'clusters' : 'cases';
}

/** Two significant digits, because it is an estimate: 984 → `980`; but never fewer than it takes in any case. */
export function roughly(needed: number, fewest: number): string {
  return formatCount(Math.max(Number(needed.toPrecision(2)), fewest));
}

/** `3 cases without a result`; with repeats, a case may lack some of its results or all. */
export function missingResults({ missing, repeats }: Pick<GateEvidence, 'missing' | 'repeats'>): string {
  const cases = plural(missing, 'case');
  return repeats === 1 ? `${cases} without a result` : `what is missing of ${cases}`;
}

/** `7 of 120 cases have no result`, `7 of 120 cases lack at least one of their 3 results` */
export function lackWords(count: number, all: string, repeats: number): string {
  const [have, lack, their] = count === 1 ? ['has', 'lacks', 'its'] : ['have', 'lack', 'their'];
  const what = repeats === 1 ? `${have} no result` : `${lack} at least one of ${their} ${repeats} results`;
  return `${formatCount(count)} of ${all} ${what}`;
}

/**
 * The decision where too much is missing, or undefined. Repeats are counted one by one, as they are for the bounds: a case
 * with two of its three scores lacks a third of what is known of it.
 */
export function tooMuchMissing(evidence: GateEvidence): Decision | undefined {
  const { cases, missing, missingTrials, repeats } = evidence;
  const trials = cases * repeats;
  if (cases === 0 || missingTrials / trials <= missingLimit) return undefined;
  const share = formatShare(missingTrials / trials);
  const noun = evidence.kind === 'difference' ? 'pairs of trials' : 'trials';
  const have = missingTrials === 1 ? 'has' : 'have';
  const lacking =
    repeats === 1
      ? `${formatCount(missing)} of ${plural(cases, 'case')} (${share}) ${have} no result`
      : `${formatCount(missingTrials)} of ${formatCount(trials)} ${noun} (${share}) ${have} no result, in ${formatCount(missing)} of ${plural(cases, 'case')}`;
  return {
    status: 'inconclusive',
    reason: 'missing-results',
    sentence: `${lacking}; above ${wholeShare(missingLimit)} nothing can be decided.`,
  };
}

/** The decision where it depends on how much too long latencies are, and that may be more than can be borne. */
export function timedLateDecision({ arm, median, p99 }: TimedLate): Decision {
  return {
    status: 'inconclusive',
    reason: 'timed-late',
    sentence: `this process was busy when answers came, so the ${arm}'s median may be ${tooLong(median)} too long and its 99th percentile ${tooLong(p99)}. Above ${wholeShare(latenessLimit.median)} and ${wholeShare(latenessLimit.p99)} only that counts which holds either way, and this does not. Fewer calls in flight help (--concurrency), and evaluators that compute for less time at once.`,
  };
}

/** What answers at once may be too long by any share. */
function tooLong(share: number): string {
  return share > 10 ? 'over 1,000 %' : `up to ${formatShare(share, 0)}`;
}

const nothingDecided: Record<Unanswerable, Omit<Decision, 'status'>> = {
  'no-baseline': {
    reason: 'no-baseline',
    sentence: 'there is no baseline yet to compare with; not decided on a first release.',
    enforced: false,
  },
  'no-price': {
    reason: 'no-price',
    sentence:
      'no price is known for this model, and an unknown price is not zero. Add it under `prices` in the config.',
  },
  'no-latency': {
    reason: 'missing-results',
    sentence: 'no answer was timed in this run (an answer from the cache has no latency).',
  },
  'not-comparable': {
    reason: 'not-comparable',
    sentence: "the baseline's total is zero, so no increase can be measured against it.",
  },
  'no-values': { reason: 'missing-results', sentence: 'nothing was measured.' },
};

/** The decision where the question has no answer in numbers. */
export function unanswerableDecision(unanswerable: Unanswerable): Decision {
  return { status: 'inconclusive', ...nothingDecided[unanswerable] };
}
