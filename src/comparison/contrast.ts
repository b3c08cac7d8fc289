import { mcnemar } from '../statistics/mcnemar.ts';
import { meanWithError, pValueBelow } from '../statistics/one-sample-t.ts';
import { ratioOfTotalsPWithin } from '../statistics/ratio-of-totals.ts';
import { worstCasePValue } from '../statistics/worst-case-t.ts';
import { flips } from './difference.ts';
import { differenceRange, imputedDifferences } from './imputation.ts';
import type { PairedValues } from './paired-values.ts';
import { isCountable, logRatios, onlyComplete, perUnit } from './units.ts';

/** One-sided p values: small where chance hardly explains that the candidate is better, or worse. */
export interface Contrast {
  better: number;
  worse: number;
}

/** Smaller differences of amounts are of no use to anybody: shares of the other side's amount. */
export const negligible: Readonly<Record<string, number>> = { cost: 0.05, latency: 0.1 };

/**
 * Whether two sides differ on a metric, by the same pairs and with the same handling of missing values as their bounds:
 * McNemar's exact test for pass/fail with one trial a case, t with one worst case added for other scores, t on log ratios
 * for latency and on the ratio of totals for other amounts. Cost counts as different from 5 % on, latency from 10 %.
 * null where nothing can be said.
 */
export function contrast(paired: PairedValues): Contrast | null {
  const { metric, hasBaseline, cases } = paired;
  if (!hasBaseline || cases.length === 0) return null;
  if (metric.id === 'latency') return contrastLatency(paired);
  if (metric.kind === 'amount') return contrastAmounts(paired);
  return isCountable(paired) ? contrastFlips(paired) : contrastScores(paired);
}

function contrastFlips(paired: PairedValues): Contrast {
  const pessimistic = flips(imputedDifferences(paired, 'pessimistic', null));
  const optimistic = flips(imputedDifferences(paired, 'optimistic', null));
  const { pWorse: better } = mcnemar({ wins: pessimistic.losses, losses: pessimistic.wins });
  return { better, worse: mcnemar(optimistic).pWorse };
}

function contrastScores(paired: PairedValues): Contrast {
  const [worst, best] = differenceRange(paired.metric, null);
  const pessimistic = imputedDifferences(paired, 'pessimistic', null);
  const optimistic = imputedDifferences(paired, 'optimistic', null).map((difference) => -difference);
  return { better: worstCasePValue(pessimistic, worst, 0), worse: worstCasePValue(optimistic, -best, 0) };
}

function contrastLatency(paired: PairedValues): Contrast | null {
  const ratios = logRatios(paired);
  if (ratios.length < 2) return null;
  const limit = Math.log1p(-(negligible.latency ?? 0));
  const turned = ratios.map((ratio) => -ratio);
  return {
    better: pValueBelow(meanWithError(ratios), limit),
    worse: pValueBelow(meanWithError(turned), limit),
  };
}

function contrastAmounts(paired: PairedValues): Contrast | null {
  const complete = onlyComplete(paired);
  const baseline = perUnit(complete, (index) => complete.baseline.mean(index));
  const candidate = perUnit(complete, (index) => complete.candidate.mean(index));
  const limit = -(negligible[paired.metric.id] ?? 0);
  const better = ratioOfTotalsPWithin(baseline, candidate, limit);
  const worse = ratioOfTotalsPWithin(candidate, baseline, limit);
  // Only one side of a pair that costs nothing has a ratio; it is then the cheaper one for sure.
  if (better === null && worse === null) return null;
  return { better: better ?? 1, worse: worse ?? 1 };
}

/** Two-sided. */
export function twoSided({ better, worse }: Contrast): number {
  return Math.min(1, 2 * Math.min(better, worse));
}
