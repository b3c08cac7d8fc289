import { type CaseValues, improvement, type PairedValues } from './paired-values.ts';

/** What counts as independent of each other: the clusters, or where there are none the cases, each alone. */
export function unitsOf({ cases, cluster }: PairedValues): CaseValues[][] {
  if (cluster === null) return cases.map((values) => [values]);
  const units = new Map<string, CaseValues[]>();
  for (const values of cases) {
    const key = values.cluster ?? values.id;
    const unit = units.get(key);
    if (unit) unit.push(values);
    else units.set(key, [values]);
  }
  return [...units.values()];
}

/** One number a unit: the mean of what its cases say. NaN is left out; a unit of which nothing is left is NaN. */
export function perUnit(paired: PairedValues, measure: (values: CaseValues) => number): number[] {
  if (paired.cluster === null) return paired.cases.map(measure);
  return unitsOf(paired).map((cases) => {
    const measured = withoutNaN(cases.map(measure));
    return measured.reduce((sum, value) => sum + value, 0) / measured.length;
  });
}

export function withoutNaN(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

/** The same, of the cases that have a value on both arms. */
export function onlyComplete(paired: PairedValues): PairedValues {
  const isComplete = (values: CaseValues) => !Number.isNaN(improvement(paired.metric, values));
  return { ...paired, cases: paired.cases.filter(isComplete) };
}

/** Whether every unit has one trial that passed or failed: then the answers are counts, and their chances exact. */
export function isCountable({ metric, repeats, cluster }: PairedValues): boolean {
  return metric.kind === 'binary' && repeats === 1 && cluster === null;
}

/** Whether the difference of every unit is −1, 0 or 1: of single trials that pass or fail, and of pairs that are won, tied or lost. */
export function differsByFlips(paired: PairedValues): boolean {
  const { metric, repeats, cluster } = paired;
  return isCountable(paired) || (metric.pairwise === true && repeats === 1 && cluster === null);
}

/** What an interval says of its method: over what it was taken, where that is not the cases. */
export function methodOver({ cluster }: PairedValues, method: string): string {
  return cluster === null ? method : `${method}, over clusters`;
}
