import type { Gate } from '../core/gate.ts';
import { exactMinimumCases } from '../statistics/exact-minimum-cases.ts';
import { minimumCasesForFloor } from '../statistics/minimum-cases.ts';
import { mean, variance } from '../statistics/moments.ts';
import { binaryDeviation, neededCases } from '../statistics/needed-cases.ts';
import type { DifferenceQuestion } from './difference.ts';
import { improvement, meanLogOf, meanOf, type PairedValues } from './paired-values.ts';
import { isCountable, onlyComplete, perUnit, unitsOf, withoutNaN } from './units.ts';

/**
 * How many cases (or clusters) would settle a difference if it stays as seen; null where more would not help, where the
 * question is not about an absolute difference, or where there are that many already.
 */
export function neededForDifference(
  paired: PairedValues,
  question: DifferenceQuestion,
  gates: number,
): number | null {
  const { threshold, relative, confidence } = question;
  if (threshold === null || relative !== null) return null;
  const { differences, estimate, limit } = onTestedScale(paired, threshold);
  if (differences.length === 0) return null;
  const range = paired.metric.range;
  const needed = neededCases({
    sd: isCountable(paired) ? flipDeviation(differences) : deviation(differences),
    estimate,
    threshold: limit,
    confidence,
    gates,
    width: range === null ? null : range[1] - range[0],
  });
  if (needed === null) return null;
  const isSteady =
    isCountable(paired) && threshold < 0 && differences.every((difference) => difference === 0);
  const fewest = isSteady ? Math.max(needed, exactMinimumCases(-threshold, confidence)) : needed;
  return fewest > unitsOf(paired).length ? fewest : null;
}

/** Of method A, whose differences are −1, 0 and 1. */
function flipDeviation(differences: readonly number[]): number {
  const count = (sign: number) => differences.filter((difference) => Math.sign(difference) === sign).length;
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
}

/** The differences as the method sees them, with estimate and threshold on the same scale. */
export function onTestedScale(paired: PairedValues, threshold: number): TestedScale {
  const { metric } = paired;
  if (metric.id === 'latency') {
    const differences = withoutNaN(
      perUnit(paired, (values) =>
        values.baseline ? meanLogOf(values.baseline) - meanLogOf(values.candidate) : Number.NaN,
      ),
    );
    return { differences, estimate: mean(differences), limit: -Math.log1p(-threshold) };
  }
  if (metric.kind === 'amount') return onRatioScale(onlyComplete(paired), threshold);
  const differences = withoutNaN(perUnit(paired, (values) => improvement(metric, values)));
  return { differences, estimate: mean(differences), limit: threshold };
}

/** Method D tests candidate − (1 + limit) · baseline; as shares of the mean baseline. */
function onRatioScale(complete: PairedValues, threshold: number): TestedScale {
  const before = perUnit(complete, ({ baseline }) => meanOf(baseline ?? new Float64Array()));
  const after = perUnit(complete, ({ candidate }) => meanOf(candidate));
  const scale = mean(before);
  return {
    differences: before.map((amount, index) => ((1 - threshold) * amount - (after[index] ?? amount)) / scale),
    estimate: (scale - mean(after)) / scale,
    limit: threshold,
  };
}

/** How many cases (or clusters) would prove a floor or ceiling if the share stays as seen; null as above. */
export function neededForLimit(
  paired: PairedValues,
  gate: Extract<Gate, { rule: 'min' | 'max' }>,
  estimate: number | null,
  gates: number,
): number | null {
  const { metric } = paired;
  if (estimate === null) return null;
  const needed =
    gate.stat === 'p95'
      ? minimumCasesForFloor(0.95, gate.confidence)
      : neededForMean(paired, gate, estimate, metric.range ?? [0, 1], gates);
  return needed !== null && needed > unitsOf(paired).length ? needed : null;
}

function neededForMean(
  paired: PairedValues,
  gate: Extract<Gate, { rule: 'min' | 'max' }>,
  estimate: number,
  [low, high]: [number, number],
  gates: number,
): number | null {
  // Read as a share of the range that has to be above a floor, whichever side the limit is on.
  const share = (value: number) => (gate.rule === 'min' ? value - low : high - value) / (high - low);
  const values = withoutNaN(perUnit(paired, (item) => meanOf(item.candidate)));
  // A positive threshold: the whole distance counts.
  const settled = neededCases({
    sd: deviation(values.map(share)),
    estimate: share(estimate),
    threshold: share(gate.limit),
    confidence: gate.confidence,
    gates,
  });
  return settled === null
    ? null
    : Math.max(settled, minimumCasesForFloor(share(gate.limit), gate.confidence));
}
