import { mean, variance } from './moments.ts';

export interface ClusteredError {
  mean: number;
  /** As if every value stood for itself. */
  naive: number;
  /** The sandwich estimate: values of one cluster may move together. */
  clustered: number;
  /** The same with the small-sample factor √(G / (G − 1)); NaN for a single cluster, which says nothing about spread. */
  clusteredFinite: number;
  clusters: number;
}

/**
 * Standard errors of a plain mean over clustered values (Liang & Zeger 1986; Miller 2024, "Adding error bars to evals",
 * appendix A). `clusters` names the cluster of each value.
 */
export function clusteredError(values: readonly number[], clusters: readonly string[]): ClusteredError {
  if (values.length !== clusters.length) throw new RangeError('each value needs its cluster');
  const center = mean(values);
  const sums = new Map<string, number>();
  values.forEach((value, index) => {
    const cluster = clusters[index] ?? '';
    sums.set(cluster, (sums.get(cluster) ?? 0) + value - center);
  });
  const squares = [...sums.values()].reduce((total, sum) => total + sum * sum, 0);
  const clustered = Math.sqrt(squares) / values.length;
  const count = sums.size;
  return {
    mean: center,
    naive: Math.sqrt(variance(values) / values.length),
    clustered,
    clusteredFinite: count < 2 ? Number.NaN : clustered * Math.sqrt(count / (count - 1)),
    clusters: count,
  };
}
