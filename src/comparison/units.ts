import { improvementOf, type PairedValues } from './paired-values.ts';

/** What is said of a case, by its index; NaN where that is nothing. */
export type Measure = (index: number) => number;

/** How many there are of what counts as independent of each other: the clusters, or where there are none the cases. */
export function countUnits({ cases, clusters }: PairedValues): number {
  return clusters === null ? cases.length : clusters.numbered(cases).count;
}

/** One number a unit: the mean of what its cases say. NaN is left out; a unit of which nothing is left is NaN. */
export function perUnit(paired: PairedValues, measure: Measure): number[] {
  if (paired.clusters === null) return paired.cases.map((index) => measure(index));
  const sums = merged(paired, measure, 0, (sum, value) => sum + value);
  const counts = merged(paired, measure, 0, (count) => count + 1);
  return sums.map((sum, unit) => sum / (counts[unit] ?? 0));
}

/** The same with the largest of them. */
export function largestPerUnit(paired: PairedValues, measure: Measure): number[] {
  if (paired.clusters === null) return paired.cases.map((index) => measure(index));
  return merged(paired, measure, Number.NaN, (largest, value) => (value <= largest ? largest : value));
}

/** How many cases each unit has. */
export function unitSizes(paired: PairedValues): number[] {
  return merged(
    paired,
    () => 1,
    0,
    (count) => count + 1,
  );
}

/** One number a unit, made of what each of its cases says; NaN is left out. */
function merged(
  { cases, clusters }: PairedValues,
  measure: Measure,
  start: number,
  merge: (soFar: number, value: number) => number,
): number[] {
  const { count, ofCases } = clusters?.numbered(cases) ?? { count: cases.length, ofCases: [...cases.keys()] };
  const units = new Array<number>(count).fill(start);
  cases.forEach((index, place) => {
    const unit = ofCases[place] ?? 0;
    const value = measure(index);
    if (!Number.isNaN(value)) units[unit] = merge(units[unit] ?? start, value);
  });
  return units;
}

/** Of latencies: one logarithm of candidate ÷ baseline a unit that has it. */
export function logRatios(paired: PairedValues): number[] {
  const { baseline, candidate } = paired;
  return withoutNaN(perUnit(paired, (index) => candidate.logs.mean(index) - baseline.logs.mean(index)));
}

/** The list itself where none is NaN. */
export function withoutNaN(values: number[]): number[] {
  return values.some(Number.isNaN) ? values.filter((value) => !Number.isNaN(value)) : values;
}

/** The same, of the cases that have a value on both arms. */
export function onlyComplete(paired: PairedValues): PairedValues {
  const improvement = improvementOf(paired);
  const isComplete = (index: number) => !Number.isNaN(improvement(index));
  return paired.cases.every(isComplete) ? paired : { ...paired, cases: paired.cases.filter(isComplete) };
}

/** Whether every unit has one trial that passed or failed: then the answers are counts, and their chances exact. */
export function isCountable({ metric, repeats, clusters }: PairedValues): boolean {
  return metric.kind === 'binary' && repeats === 1 && clusters === null;
}

/** Whether the difference of every unit is −1, 0 or 1: of single trials that pass or fail, and of pairs that are won, tied or lost. */
export function differsByFlips(paired: PairedValues): boolean {
  const { metric, repeats, clusters } = paired;
  return isCountable(paired) || (metric.pairwise === true && repeats === 1 && clusters === null);
}

/** What an interval says of its method: over what it was taken, where that is not the cases. */
export function methodOver({ clusters }: PairedValues, method: string): string {
  return clusters === null ? method : `${method}, over clusters`;
}
