import type { Claim } from '../claim.ts';
import { promotionRateOfClusters, promotionRateOfPooledCases } from '../measures/clusters.ts';
import { tablesOfGate } from '../measures/exact-gate.ts';
import { percent, tableLines } from '../table.ts';
import { unchangedClusters, worseClusters } from '../worlds/clusters.ts';
import { scoreBound } from './scores.ts';
import type { Measure } from './section.ts';

const margin = 0.05;
/** The same number of cases, so that counting them one by one comes to the same gate. */
export const clusterShapes = [
  { clusters: 100, size: 3 },
  { clusters: 60, size: 5 },
  { clusters: 30, size: 10 },
];

/** Method B over clusters, beside what it would be to count their cases one by one. */
export const measureClusters: Measure = (shipped, { draws }) => {
  const [{ clusters, size } = { clusters: 0, size: 0 }] = clusterShapes;
  const tables = tablesOfGate(shipped, clusters * size, margin);
  const found = [...unchangedClusters(), ...worseClusters(margin)].map((world, index) => ({
    name: world.name,
    isUnchanged: index < unchangedClusters().length,
    rates: clusterShapes.map((shape) => ({
      clustered: promotionRateOfClusters(shipped, world, { ...shape, margin, draws }),
      pooled: promotionRateOfPooledCases(tables, world, { ...shape, draws }),
    })),
  }));
  const shapes = clusterShapes.map((shape) => `${shape.clusters} × ${shape.size}`);
  return {
    title: `B. Clusters × cases, margin 5 %, ${draws} draws: chance to promote "counted by cluster / each case for itself"`,
    lines: tableLines([
      ['', ...shapes],
      ...found.map(({ name, isUnchanged, rates }) => [
        `${isUnchanged ? 'unchanged' : '5 points worse'}: ${name}`,
        ...rates.map(({ clustered, pooled }) => `${percent(clustered)} / ${percent(pooled)}`),
      ]),
    ]),
    claims: found
      .filter(({ isUnchanged }) => !isUnchanged)
      .flatMap(({ name, rates }) =>
        rates.map(
          ({ clustered }, index): Claim => ({
            what: `clusters, ${name}, ${shapes[index]}`,
            rate: clustered,
            atMost: scoreBound,
            draws,
          }),
        ),
      ),
  };
};
