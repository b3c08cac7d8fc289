import type { Gate } from '../core/gate.ts';
import { exactMinimumCases } from '../statistics/exact-minimum-cases.ts';
import { minimumCases, minimumCasesForFloor } from '../statistics/minimum-cases.ts';
import { minimumCasesForShare } from '../statistics/minimum-cases-for-scores.ts';
import { mean, variance } from '../statistics/moments.ts';
import {
  binaryDeviation,
  neededCases,
  neededForShare,
  neededScores,
  powerFor,
} from '../statistics/needed-cases.ts';
import { countOf } from './count-of.ts';
import { isExact } from './difference.ts';
import { differenceOf, differenceRange } from './imputation.ts';
import type { PairedValues } from './paired-values.ts';
import { type AskedQuestion, relativeShift } from './question.ts';
import {
  countUnits,
  isCountable,
  largestPerUnit,
  logRatios,
  onlyComplete,
  perUnit,
  withoutNaN,
} from './units.ts';

/** `fewest`: fewer prove nothing, whatever is seen. */
export interface Needed {
  needed: number | null;
  fewest: number;
}

export const noneNeeded: Needed = { needed: null, fewest: 0 };

/**
 * How many cases (or clusters) would settle a difference if it stays as seen; null where more would not help, or where there
 * are that many already.
 *
 * @param gates how many decide, once a model, all of which are to pass together
 */
export function neededForDifference(paired: PairedValues, question: AskedQuestion, gates: number): Needed {
  const scale = onTestedScale(paired, question);
  const { differences, limit } = scale;
  if (differences.length === 0) return noneNeeded;
  const { confidence, relative } = question;
  const wanted = {
    estimate: countedOn(scale.estimate, limit),
    threshold: limit,
    confidence,
    power: powerFor(gates),
  };
  if (isExact(paired, question)) {
    const needed = neededCases({ ...wanted, sd: flipDeviation(differences) });
    return beyond(paired, needed, fewestFlips(scale, confidence));
  }
  const spread = varianceOf(differences);
  if (paired.metric.range === null) {
    return beyond(paired, neededCases({ ...wanted, sd: Math.sqrt(spread) }), 2);
  }
  const worst = differenceRange(paired.metric, relative)[0] + scale.shift;
  return beyondScores(paired, { ...wanted, variance: spread, worst, from: differences.length + 1 });
}

/** Nothing where there are that many already. */
function beyond(paired: PairedValues, needed: number | null, fewest: number): Needed {
  if (needed === null) return noneNeeded;
  const [enough, units] = [Math.max(needed, fewest), countUnits(paired)];
  return Number.isFinite(enough) && enough > units
    ? { needed: enough, fewest: Math.max(fewest, units + 1) }
    : noneNeeded;
}

/** By method B. With the fewest it proves it where every value is as the mean is. */
function beyondScores(paired: PairedValues, question: Parameters<typeof neededScores>[0]): Needed {
  const { estimate, threshold, worst, confidence } = question;
  const fewest = minimumCasesForShare((estimate - threshold) / (estimate - worst), confidence);
  return beyond(paired, neededScores(question), fewest);
}

/** With fewer, method A proves nothing: where nothing flips for a margin, and where all are won for a gain. */
function fewestFlips({ differences, limit }: TestedScale, confidence: number): number {
  if (limit >= 0) return minimumCases((1 - limit) / 2, confidence);
  const isSteady = differences.every((difference) => difference === 0);
  return isSteady ? exactMinimumCases(-limit, confidence) : minimumCases(-limit, confidence);
}

/** Of method A, whose differences are −1, 0 and 1. */
function flipDeviation(differences: readonly number[]): number {
  const count = (sign: number) => countOf(differences, (difference) => Math.sign(difference) === sign);
  return binaryDeviation(count(1), count(-1), differences.length);
}

/** A gain that nobody asked for is not counted on. */
export function countedOn(estimate: number, limit: number): number {
  return limit < 0 ? Math.min(0, estimate) : estimate;
}

/** Of one value nothing is known. */
function varianceOf(values: readonly number[]): number {
  return values.length < 2 ? 0 : variance(values);
}

export interface TestedScale {
  /** One a complete case or cluster; their spread is what the test sees. */
  differences: number[];
  /** The improvement as seen, and the threshold beside it. */
  estimate: number;
  limit: number;
  /** What was added to relative differences, so that they stand on the scale of plain ones. */
  shift: number;
}

/** The differences as the method sees them, with estimate and threshold on the same scale. */
export function onTestedScale(paired: PairedValues, question: AskedQuestion): TestedScale {
  const { metric, baseline, candidate } = paired;
  const { threshold, relative } = question;
  if (metric.id === 'latency') {
    const differences = logRatios(paired).map((ratio) => -ratio);
    return { differences, estimate: mean(differences), limit: -Math.log1p(-threshold), shift: 0 };
  }
  if (metric.kind === 'amount') return onRatioScale(onlyComplete(paired), threshold);
  const shift = relativeShift(paired, relative);
  const differences = withoutNaN(
    perUnit(
      paired,
      (index) => shift + differenceOf(metric, candidate.mean(index), baseline.mean(index), relative),
    ),
  );
  return { differences, estimate: mean(differences), limit: threshold + shift, shift };
}

/** Method D tests candidate − (1 + limit) · baseline; as shares of the mean baseline. */
function onRatioScale(complete: PairedValues, threshold: number): TestedScale {
  const before = perUnit(complete, (index) => complete.baseline.mean(index));
  const after = perUnit(complete, (index) => complete.candidate.mean(index));
  const scale = mean(before);
  return {
    differences: before.map((amount, index) => ((1 - threshold) * amount - (after[index] ?? amount)) / scale),
    estimate: (scale - mean(after)) / scale,
    limit: threshold,
    shift: 0,
  };
}

type LimitGate = Extract<Gate, { rule: 'min' | 'max' }>;

/** How many cases (or clusters) would prove a floor or ceiling if results stay as seen; null as above. */
export function neededForLimit(paired: PairedValues, gate: LimitGate, gates: number): Needed {
  const wanted = { confidence: gate.confidence, power: powerFor(gates), from: countUnits(paired) + 1 };
  if (gate.stat === 'p95') return neededForP95(paired, gate, wanted);
  const values = withoutNaN(perUnit(paired, (index) => paired.candidate.mean(index)));
  if (values.length === 0) return noneNeeded;
  const [low, high] = paired.metric.range ?? [0, 1];
  // Read as a share of the range that has to be above a floor, whichever side the limit is on.
  const shareOf = (value: number) => (gate.rule === 'min' ? value - low : high - value) / (high - low);
  const shares = values.map(shareOf);
  const [share, threshold] = [mean(shares), shareOf(gate.limit)];
  if (!isCountable(paired)) {
    return beyondScores(paired, {
      ...wanted,
      estimate: share,
      threshold,
      variance: varianceOf(shares),
      worst: 0,
    });
  }
  const fewest = minimumCasesForFloor(threshold, gate.confidence);
  return beyond(paired, neededForShare({ ...wanted, share, threshold }), fewest);
}

/** The 95th percentile is within a limit where 95 % of the values are. */
function neededForP95(
  paired: PairedValues,
  { limit, confidence }: LimitGate,
  wanted: { confidence: number; power: number; from: number },
): Needed {
  const values = withoutNaN(largestPerUnit(paired, (index) => paired.candidate.largest(index)));
  const fewest = minimumCasesForFloor(0.95, confidence);
  const units = countUnits(paired);
  // With enough of them only what is missing leaves it without a bound, and more are no help against that.
  if (values.length === 0 || (values.length < units && units >= fewest)) return noneNeeded;
  const share = countOf(values, (value) => value <= limit) / values.length;
  return beyond(paired, neededForShare({ ...wanted, share, threshold: 0.95 }), fewest);
}
