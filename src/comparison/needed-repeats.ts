import { mean, variance } from '../statistics/moments.ts';
import { powerFor } from '../statistics/needed-cases.ts';
import { neededRepeats } from '../statistics/needed-repeats.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { likelyScoreBound } from '../statistics/provable-margin.ts';
import { differenceRange } from './imputation.ts';
import { countedOn, onTestedScale } from './needed.ts';
import type { PairedValues } from './paired-values.ts';
import type { AskedQuestion } from './question.ts';
import { logOf } from './series.ts';
import { countUnits, perUnit, unitSizes, withoutNaN } from './units.ts';

/**
 * How many trials of each case would settle a difference over the same cases. Only a run with repeats can tell how
 * much of the spread is a prompt that disagrees with itself; null without them, and where they would not help.
 */
export function repeatsForDifference(
  paired: PairedValues,
  question: AskedQuestion,
  gates: number,
): number | null {
  const { confidence, relative } = question;
  const { repeats, metric } = paired;
  if (repeats === 1) return null;
  const { differences, estimate, limit, shift } = onTestedScale(paired, question);
  const within = withinUnits(paired, question);
  if (differences.length < 2 || Number.isNaN(within)) return null;
  const likely = {
    cases: countUnits(paired),
    estimate: countedOn(estimate, limit),
    confidence,
    power: powerFor(gates),
  };
  const isEnough = (spread: number): boolean =>
    (metric.range === null
      ? likelyBound({ ...likely, variance: spread })
      : likelyScoreBound({
          ...likely,
          variance: spread,
          worst: differenceRange(metric, relative)[0] + shift,
        })) > limit;
  return neededRepeats({ variance: variance(differences), within, repeats }, isEnough);
}

/** Methods C and D, whose scale has no worst case. */
function likelyBound(question: Omit<Parameters<typeof likelyScoreBound>[0], 'worst'>): number {
  const { cases, estimate, variance: spread, confidence, power } = question;
  return estimate - (normalQuantile(confidence) + normalQuantile(power)) * Math.sqrt(spread / cases);
}

/**
 * What one trial of each arm of every case adds to the variance of the difference of its case, or of its cluster, where the
 * cases' trials average out; NaN where no case has two on both arms.
 */
function withinUnits(paired: PairedValues, question: AskedQuestion): number {
  const { before, after } = trialScale(paired, question);
  const varianceOf = (index: number) => {
    const old = withoutNaN(paired.baseline.of(index)).map(before);
    const latest = withoutNaN(paired.candidate.of(index)).map(after);
    return old.length < 2 || latest.length < 2 ? Number.NaN : variance(old) + variance(latest);
  };
  const sizes = unitSizes(paired);
  const variances = perUnit(paired, varianceOf).map((each, unit) => each / (sizes[unit] ?? 1));
  return mean(withoutNaN(variances));
}

interface TrialScale {
  before(value: number): number;
  after(value: number): number;
}

/** A single trial on the scale that `onTestedScale` has its differences on. */
function trialScale(paired: PairedValues, { threshold, relative }: AskedQuestion): TrialScale {
  const { metric } = paired;
  if (metric.id === 'latency') return { before: logOf, after: logOf };
  if (metric.kind !== 'amount') {
    const scale = 1 + (metric.better === 'higher' ? 1 : -1) * (relative ?? 0);
    return { before: (value) => scale * value, after: (value) => value };
  }
  const unit = mean(perUnit(paired, (index) => paired.baseline.mean(index)));
  return { before: (value) => ((1 - threshold) * value) / unit, after: (value) => value / unit };
}
