import type { PairedValues } from './paired-values.ts';
import { countUnits, unitSizes } from './units.ts';

/**
 * The mean of the units' improvements, over cases that have a value on both arms: positive when the candidate is better.
 * Fractions are added by their denominators before anything is divided, so that gains and losses that make up for each
 * other come to 0 and not to a rounding error: thirds of repeats do not add up in binary.
 */
export function meanImprovement(complete: PairedValues): number {
  const { metric, cases, clusters, baseline, candidate } = complete;
  const [better, worse] = metric.better === 'higher' ? [candidate, baseline] : [baseline, candidate];
  const sizes = clusters === null ? null : unitSizes(complete);
  const units = clusters?.numbered(cases).ofCases;
  const numerators = new Map<number, number>();
  cases.forEach((index, place) => {
    const size = sizes?.[units?.[place] ?? 0] ?? 1;
    const [ofBetter, ofWorse] = [better.measured(index), worse.measured(index)];
    const isEven = ofBetter === ofWorse;
    const numerator = isEven
      ? better.sum(index) - worse.sum(index)
      : better.sum(index) * ofWorse - worse.sum(index) * ofBetter;
    const denominator = (isEven ? ofBetter : ofBetter * ofWorse) * size;
    numerators.set(denominator, (numerators.get(denominator) ?? 0) + numerator);
  });
  let sum = 0;
  for (const [denominator, numerator] of numerators) sum += numerator / denominator;
  return sum / countUnits(complete);
}
