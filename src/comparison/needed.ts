import type { Gate } from '../core/gate.ts';
import { exactMinimumCases } from '../statistics/exact-minimum-cases.ts';
import { minimumCases, minimumCasesForFloor } from '../statistics/minimum-cases.ts';
import { minimumCasesForShare } from '../statistics/minimum-cases-for-scores.ts';
import { mean, variance } from '../statistics/moments.ts';
import { binaryDeviation, neededCases } from '../statistics/needed-cases.ts';
import { countOf } from './count-of.ts';
import { isExact } from './difference.ts';
import { differenceOf, differenceRange } from './imputation.ts';
import type { PairedValues } from './paired-values.ts';
import { type AskedQuestion, relativeShift } from './question.ts';
import { countUnits, logRatios, onlyComplete, perUnit, withoutNaN } from './units.ts';

/** `fewest`: fewer prove nothing, whatever is seen. */
export interface Needed {
  needed: number | null;
  fewest: number;
}

export const noneNeeded: Needed = { needed: null, fewest: 0 };

/**
 * How many cases (or clusters) would settle a difference if it stays as seen; null where more would not help, or where there
 * are that many already.
 */
export function neededForDifference(paired: PairedValues, question: AskedQuestion, gates: number): Needed {
  const { confidence } = question;
  const scale = onTestedScale(paired, question);
  const { differences, estimate, limit } = scale;
  if (differences.length === 0) return noneNeeded;
  const needed = neededCases({
    sd: isExact(paired, question) ? flipDeviation(differences) : deviation(differences),
    estimate,
    threshold: limit,
    confidence,
    gates,
    width: null,
  });
  if (needed === null) return noneNeeded;
  const fewest = isExact(paired, question)
    ? fewestFlips(scale, confidence)
    : fewestScores(paired, scale, question);
  const enough = Math.max(needed, fewest);
  return beyond(paired, enough, fewest);
}

/** Nothing where there are that many already. */
function beyond(paired: PairedValues, needed: number, fewest: number): Needed {
  return Number.isFinite(needed) && needed > countUnits(paired) ? { needed, fewest } : noneNeeded;
}

/** With fewer, method A proves nothing: where nothing flips for a margin, and where all are won for a gain. */
function fewestFlips({ differences, limit }: TestedScale, confidence: number): number {
  if (limit >= 0) return minimumCases((1 - limit) / 2, confidence);
  const isSteady = differences.every((difference) => difference === 0);
  return isSteady ? exactMinimumCases(-limit, confidence) : minimumCases(-limit, confidence);
}

/** With fewer, method B would not prove it even if every difference were as the mean is. Latency and amounts have no such number. */
function fewestScores(
  { metric }: PairedValues,
  { estimate, limit, shift }: TestedScale,
  { confidence, relative }: AskedQuestion,
): number {
  if (metric.range === null) return 2;
  const [worst] = differenceRange(metric, relative);
  // As in `neededCases`, a gain that nobody asked for is not counted on.
  const expected = limit < 0 ? Math.min(0, estimate) : estimate;
  return minimumCasesForShare((expected - limit) / (expected - (worst + shift)), confidence);
}

/** Of method A, whose differences are −1, 0 and 1. */
function flipDeviation(differences: readonly number[]): number {
  const count = (sign: number) => countOf(differences, (difference) => Math.sign(difference) === sign);
  return binaryDeviation(count(1), count(-1), differences.length);
}

function deviation(values: readonly number[]): number {
  return values.length < 2 ? 0 : Math.sqrt(variance(values));
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

/** How many cases (or clusters) would prove a floor or ceiling if the share stays as seen; null as above. */
export function neededForLimit(
  paired: PairedValues,
  gate: Extract<Gate, { rule: 'min' | 'max' }>,
  estimate: number | null,
  gates: number,
): Needed {
  if (estimate === null) return noneNeeded;
  if (gate.stat === 'p95') {
    const fewest = minimumCasesForFloor(0.95, gate.confidence);
    return beyond(paired, fewest, fewest);
  }
  const [low, high] = paired.metric.range ?? [0, 1];
  // Read as a share of the range that has to be above a floor, whichever side the limit is on.
  const share = (value: number) => (gate.rule === 'min' ? value - low : high - value) / (high - low);
  const values = withoutNaN(perUnit(paired, (index) => paired.candidate.mean(index)));
  // A positive threshold: the whole distance counts.
  const settled = neededCases({
    sd: deviation(values.map(share)),
    estimate: share(estimate),
    threshold: share(gate.limit),
    confidence: gate.confidence,
    gates,
  });
  if (settled === null) return noneNeeded;
  const fewest = minimumCasesForFloor(share(gate.limit), gate.confidence);
  return beyond(paired, Math.max(settled, fewest), fewest);
}
