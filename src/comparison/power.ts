import type { MetricDefinition } from '../core/metrics.ts';
import { mean, variance } from '../statistics/moments.ts';
import { smallestBinaryMargin, smallestScoreMargin } from '../statistics/provable-margin.ts';
import { tie } from './describe.ts';

/** Every value that one unchanged prompt got on one case. */
export interface RepeatedCase {
  id: string;
  values: readonly number[];
}

/** Cases that a gate would count by cluster. */
export interface ClusteredCases {
  field: string;
  count: number;
  /** The harmonic mean of how many cases each has: the means of small clusters are the noisy ones. */
  size: number;
}

export interface PowerQuestion {
  metric: MetricDefinition;
  /** How many cases a gate would see. */
  cases: number;
  /** null where every case stands for itself. */
  clusters: ClusteredCases | null;
  /** One-sided. */
  confidence: number;
  /** What one call costs; null where that is not known. */
  usdPerCall: number | null;
}

/** What a gate could prove with so many trials a case on each arm, and for how much. */
export interface PowerOption {
  repeats: number;
  /** The smallest margin that an unchanged prompt passes with 80 %, in score units; null where none below the whole range would do. */
  margin: number | null;
  /** Of both arms together. */
  calls: number;
  usd: number | null;
}

export interface Power {
  /** How often two trials of one case disagree; null where no case has two values. */
  flipShare: number | null;
  /** The cases whose trials were seen to disagree. */
  flaky: string[];
  options: PowerOption[];
  /** The same if there were more cases like these. */
  moreCases: { times: number; cases: number; options: PowerOption[] }[];
}

/** How often an unchanged prompt should pass. */
export const wantedPower = 0.8;

const repeatCounts = [1, 3, 5, 10];
const moreTimes = [2, 4];

/**
 * What a dataset can prove about a metric, from how often a prompt that did not change disagrees with itself. The margins
 * are estimates as good as that: a flip that was not seen is not in them.
 */
export function powerOf(repeated: readonly RepeatedCase[], question: PowerQuestion): Power {
  const measured = repeated.filter(({ values }) => values.length > 1);
  const [low, high] = question.metric.range ?? [0, 1];
  // Within a case, so that easy and hard cases don't count as noise.
  const within = mean(measured.map(({ values }) => variance(values))) / (high - low) ** 2;
  const optionsFor = (times: number) =>
    repeatCounts.map((repeats) => optionOf(manyTimes(question, times), repeats, within));
  return {
    flipShare: measured.length === 0 ? null : mean(measured.map(({ values }) => disagreement(values))),
    flaky: measured.filter(({ values }) => disagreement(values) > 0).map(({ id }) => id),
    options: optionsFor(1),
    moreCases: moreTimes.map((times) => ({
      times,
      cases: times * question.cases,
      options: optionsFor(times),
    })),
  };
}

function manyTimes(question: PowerQuestion, times: number): PowerQuestion {
  const { cases, clusters } = question;
  return {
    ...question,
    cases: times * cases,
    clusters: clusters && { ...clusters, count: times * clusters.count },
  };
}

function optionOf(question: PowerQuestion, repeats: number, within: number): PowerOption {
  const { metric, cases, usdPerCall } = question;
  const calls = 2 * cases * repeats;
  const [low, high] = metric.range ?? [0, 1];
  const share = Number.isNaN(within) ? null : marginShare(question, repeats, within);
  return {
    repeats,
    margin: share === null ? null : Number((share * (high - low)).toPrecision(12)),
    calls,
    usd: usdPerCall === null ? null : usdPerCall * calls,
  };
}

/** By the method that the gate would use, as a share of the metric's range. */
function marginShare(
  { metric, cases, clusters, confidence }: PowerQuestion,
  repeats: number,
  within: number,
): number | null {
  if (clusters !== null) {
    // Of an unchanged prompt only the trials are noise, so that a cluster's cases are so many trials more.
    const question = { cases: clusters.count, confidence, power: wantedPower };
    return smallestScoreMargin({ ...question, within, repeats: repeats * clusters.size });
  }
  const question = { cases, confidence, power: wantedPower };
  // Of two trials that are 0 or 1, P(they differ) = 2p(1 − p), which is twice the variance of one.
  if (metric.kind === 'binary' && repeats === 1)
    return smallestBinaryMargin({ ...question, flipShare: 2 * within });
  return smallestScoreMargin({ ...question, within, repeats });
}

/** The share of a case's pairs of trials that disagree: without bias, however few trials there are. */
function disagreement(values: readonly number[]): number {
  let differ = 0;
  let pairs = 0;
  for (const [index, value] of values.entries()) {
    for (const other of values.slice(index + 1)) {
      pairs++;
      if (Math.abs(value - other) > tie) differ++;
    }
  }
  return differ / pairs;
}
