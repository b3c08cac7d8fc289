import { normalQuantile } from './normal.ts';
import { alphaOf } from './significance.ts';

/** How much a disagreement counts: all alike, by its distance, or by its square. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

export interface Kappa {
  /** 1 is full agreement, 0 what chance alone would give; null where all ratings are one and the same. */
  kappa: number | null;
  /** Of large samples; null with `kappa`. */
  standardError: number | null;
  /** The two-sided interval kappa ± z · standard error, not cut off at 1; null with `kappa`. */
  interval: { low: number; high: number } | null;
  /** The share of pairs that are exactly equal; NaN of none. */
  agreement: number;
}

/**
 * Cohen's kappa of two ratings of the same things, with the standard error of Fleiss, Cohen & Everitt 1969 ("Large sample
 * standard errors of kappa and weighted kappa"). Distances are those of the values themselves.
 *
 * @param pairs the two ratings of each thing
 */
export function cohensKappa(
  pairs: readonly (readonly [number, number])[],
  confidence: number,
  weights: KappaWeights = 'none',
): Kappa {
  const agreement = pairs.filter(([a, b]) => a === b).length / pairs.length;
  const nothing = { kappa: null, standardError: null, interval: null, agreement };
  const table = tabulate(pairs);
  const { values, rows, columns } = table;
  const span = (values.at(-1) ?? 0) - (values[0] ?? 0);
  if (span === 0) return nothing;
  const weight = weightsOf(values, span, weights);
  const sum = (cell: (i: number, j: number) => number): number =>
    values.reduce((all, _, i) => all + values.reduce((row, __, j) => row + cell(i, j), 0), 0);

  const observed = sum((i, j) => weight(i, j) * table.share(i, j));
  const byChance = sum((i, j) => weight(i, j) * at(rows, i) * at(columns, j));
  if (byChance >= 1) return nothing;
  const kappa = (observed - byChance) / (1 - byChance);
  const rowMeans = values.map((_, i) =>
    values.reduce((all, __, j) => all + weight(i, j) * at(columns, j), 0),
  );
  const columnMeans = values.map((_, j) =>
    values.reduce((all, __, i) => all + weight(i, j) * at(rows, i), 0),
  );
  const spread = sum((i, j) => {
    const off = weight(i, j) - (at(rowMeans, i) + at(columnMeans, j)) * (1 - kappa);
    return table.share(i, j) * off ** 2;
  });
  const variance = (spread - (kappa - byChance * (1 - kappa)) ** 2) / (pairs.length * (1 - byChance) ** 2);
  const standardError = Math.sqrt(Math.max(0, variance));
  const reach = normalQuantile(1 - alphaOf(confidence) / 2) * standardError;
  return { kappa, standardError, interval: { low: kappa - reach, high: kappa + reach }, agreement };
}

/**
 * What kappa is at least, one-sided, with one pair more than was seen, as far apart as can be. Without it full agreement on
 * three answers would be certain: its standard error is 0. −1 where nothing is known.
 *
 * @param range the lowest and the highest rating
 */
export function kappaAtLeast(
  pairs: readonly (readonly [number, number])[],
  [low, high]: readonly [number, number],
  confidence: number,
  weights: KappaWeights = 'none',
): number {
  if (cohensKappa(pairs, confidence, weights).kappa === null) return -1;
  // Two-sided at 1 − 2α has the one-sided bound at 1 − α.
  const sure = 1 - 2 * alphaOf(confidence);
  const worst = [[low, high] as const, [high, low] as const].map(
    (pair) => cohensKappa([...pairs, pair], sure, weights).interval?.low ?? -1,
  );
  return Math.max(-1, Math.min(...worst));
}

interface Table {
  /** Every rating that occurs, ascending. */
  values: number[];
  rows: number[];
  columns: number[];
  share(i: number, j: number): number;
}

function tabulate(pairs: readonly (readonly [number, number])[]): Table {
  const values = [...new Set(pairs.flat())].sort((a, b) => a - b);
  const indexes = new Map(values.map((value, index) => [value, index]));
  const counts = values.map(() => values.map(() => 0));
  for (const [a, b] of pairs) {
    const row = counts[indexes.get(a) ?? 0];
    const j = indexes.get(b) ?? 0;
    if (row) row[j] = at(row, j) + 1;
  }
  const share = (i: number, j: number): number => at(counts[i] ?? [], j) / pairs.length;
  const rows = values.map((_, i) => values.reduce((all, __, j) => all + share(i, j), 0));
  const columns = values.map((_, j) => values.reduce((all, __, i) => all + share(i, j), 0));
  return { values, rows, columns, share };
}

function weightsOf(values: readonly number[], span: number, weights: KappaWeights) {
  return (i: number, j: number): number => {
    if (weights === 'none') return i === j ? 1 : 0;
    const distance = Math.abs(at(values, i) - at(values, j)) / span;
    return 1 - (weights === 'linear' ? distance : distance ** 2);
  };
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
