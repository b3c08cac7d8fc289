import { clusteredRoom, pairsOf } from '../paired-values.ts';
import { type Random, randomFor } from '../random.ts';
import { confidence, type Shipped } from '../shipped.ts';
import type { PassingTables } from '../sums.ts';
import type { ClusterWorld } from '../worlds/clusters.ts';
import { share } from './monte-carlo.ts';

export interface ClusterSimulation {
  clusters: number;
  /** Cases of each. */
  size: number;
  draws: number;
}

/** How often the gate "no worse by the margin", which counts clusters, passes in a world. */
export function promotionRateOfClusters(
  shipped: Pick<Shipped, 'answerDifference'>,
  world: ClusterWorld,
  simulation: ClusterSimulation & { margin: number },
): number {
  const { clusters, size, margin, draws } = simulation;
  const room = clusteredRoom(world.metric, clusters, size);
  const question = { confidence, threshold: -margin, relative: null };
  return share(draws, randomOf(world, simulation), (random) => {
    for (let first = 0; first < room.cases.length; first += size)
      world.draw(random, room.cases.slice(first, first + size));
    return shipped.answerDifference(pairsOf(room), question).proven === 'above';
  });
}

/** The field's habit: every case counts, whoever it belongs to. `tables` are those of clusters × size cases. */
export function promotionRateOfPooledCases(
  tables: PassingTables,
  world: ClusterWorld,
  simulation: ClusterSimulation,
): number {
  const { clusters, size, draws } = simulation;
  const { cases } = clusteredRoom(world.metric, 1, size);
  return share(draws, randomOf(world, simulation), (random) => {
    let [wins, losses] = [0, 0];
    for (let index = 0; index < clusters; index++) {
      world.draw(random, cases);
      for (const { baseline, candidate } of cases) {
        const difference = (candidate[0] ?? 0) - (baseline[0] ?? 0);
        if (difference > 0) wins++;
        if (difference < 0) losses++;
      }
    }
    return losses <= (tables.mostLosses[wins] ?? -1);
  });
}

function randomOf({ name }: ClusterWorld, { clusters, size }: ClusterSimulation): Random {
  return randomFor(`clusters/${name}/${clusters}/${size}`);
}
