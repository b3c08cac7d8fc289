import { clusterOf } from '../core/cluster.ts';

/** Cases that are counted together. */
export interface Clusters {
  /** The field that names each case's cluster. */
  field: string;
  /** The number of the cluster of every case; −1 where it has none. */
  numbers: Int32Array;
}

export function clustersOf(cases: readonly Parameters<typeof clusterOf>[0][], field: string): Clusters {
  const known = new Map<string, number>();
  const numbers = Int32Array.from(cases, (observed) => {
    const name = clusterOf(observed, field);
    if (name === null) return -1;
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
  return { field, numbers };
}
