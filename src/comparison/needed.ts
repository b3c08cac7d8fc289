import type { Gate } from '../core/gate.ts';
import { minimumCasesForFloor } from '../statistics/minimum-cases.ts';
import { mean, variance } from '../statistics/moments.ts';
import { neededCases } from '../statistics/needed-cases.ts';
import type { DifferenceQuestion } from './difference.ts';
import { improvement, meanLogOf, meanOf, type PairedValues } from './paired-values.ts';

/**
 * How many cases would settle a difference if it stays as seen; null where more would not help, where the
 * question is not about an absolute difference, or where there are that many already.
 */
export function neededForDifference(
  paired: PairedValues,
  question: DifferenceQuestion,
  gates: number,
): number | null {
  const { threshold, relative, confidence } = question;
  if (threshold === null || relative !== null) return null;
  const { differences, limit } = onTestedScale(paired, threshold);
  if (differences.length === 0) return null;
  const sd = differences.length < 2 ? 0 : Math.sqrt(variance(differences));
  const range = paired.metric.range;
  const needed = neededCases({
    sd,
    estimate: mean(differences),
    threshold: limit,
    confidence,
    gates,
    width: range === null ? null : range[1] - range[0],
  });
  return needed !== null && needed > paired.cases.length ? needed : null;
}

/** The differences as the method sees them, with the threshold on the same scale. */
function onTestedScale(paired: PairedValues, threshold: number): { differences: number[]; limit: number } {
  const { metric, cases } = paired;
  const measured = (values: number[]) => values.filter((value) => Number.isFinite(value));
  if (metric.id === 'latency') {
    const logs = cases.map((values) =>
      values.baseline ? meanLogOf(values.baseline) - meanLogOf(values.candidate) : Number.NaN,
    );
    return { differences: measured(logs), limit: -Math.log1p(-threshold) };
  }
  const differences = measured(cases.map((values) => improvement(metric, values)));
  if (metric.kind !== 'amount') return { differences, limit: threshold };
  const baseline = mean(
    measured(cases.map((values) => (values.baseline ? meanOf(values.baseline) : Number.NaN))),
  );
  return { differences: measured(differences.map((difference) => difference / baseline)), limit: threshold };
}

/** How many cases would prove a floor or ceiling if the share stays as seen; null as above. */
export function neededForLimit(
  paired: PairedValues,
  gate: Extract<Gate, { rule: 'min' | 'max' }>,
  estimate: number | null,
  gates: number,
): number | null {
  const { metric, cases } = paired;
  if (estimate === null) return null;
  const needed =
    gate.stat === 'p95'
      ? minimumCasesForFloor(0.95, gate.confidence)
      : neededForMean(paired, gate, estimate, metric.range ?? [0, 1], gates);
  return needed !== null && needed > cases.length ? needed : null;
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
  const values = paired.cases.map((item) => meanOf(item.candidate)).filter((value) => !Number.isNaN(value));
  const sd = values.length < 2 ? 0 : Math.sqrt(variance(values.map(share)));
  // A positive threshold: the whole distance counts.
  const settled = neededCases({
    sd,
    estimate: share(estimate),
    threshold: share(gate.limit),
    confidence: gate.confidence,
    gates,
  });
  return settled === null
    ? null
    : Math.max(settled, minimumCasesForFloor(share(gate.limit), gate.confidence));
}
