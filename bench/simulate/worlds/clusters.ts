import type { MetricDefinition } from '../../../src/core/metrics.ts';
import { type DrawnCase, passFail } from '../paired-values.ts';
import type { Random } from '../random.ts';

/** A made-up truth from which whole clusters are drawn: one customer's cases, say. */
export interface ClusterWorld {
  name: string;
  metric: MetricDefinition;
  /** Writes what both arms gave on every case of one cluster. */
  draw(random: Random, cases: readonly DrawnCase[]): void;
}

/** How likely a case of one cluster goes from right to wrong, and back. */
interface FlipRates {
  loss: number;
  win: number;
}

/** Nothing changes in truth, but clusters move together, as often up as down. */
export function unchangedClusters(): ClusterWorld[] {
  return [
    flippingWorld('every case flips on its own, 1 in 10', () => ({ loss: 0.05, win: 0.05 })),
    flippingWorld('in 1 cluster of 10 half of the cases flip, all one way', (random) => {
      const where = random.uniform();
      return { loss: where < 0.05 ? 0.5 : 0, win: where > 0.95 ? 0.5 : 0 };
    }),
  ];
}

/** Ways in which the candidate is worse by exactly `drop`, from none that clusters matter to, to all that is one cluster's. */
export function worseClusters(drop: number): ClusterWorld[] {
  return [
    flippingWorld('every case breaks on its own', () => ({ loss: drop, win: 0 })),
    flippingWorld('some clusters lose a third of their cases', (random) => ({
      loss: random.chance(3 * drop) ? 1 / 3 : 0,
      win: 0,
    })),
    flippingWorld('some clusters break as a whole', (random) => ({
      loss: random.chance(drop) ? 1 : 0,
      win: 0,
    })),
    flippingWorld('some clusters break, and fewer are mended', (random) => {
      const where = random.uniform();
      return { loss: where < 2 * drop ? 1 : 0, win: where > 1 - drop ? 1 : 0 };
    }),
  ];
}

function flippingWorld(name: string, ratesOf: (random: Random) => FlipRates): ClusterWorld {
  return {
    name,
    metric: passFail,
    draw(random, cases) {
      const { loss, win } = ratesOf(random);
      for (const { baseline, candidate } of cases) {
        const where = random.uniform();
        baseline.fill(where > 1 - win ? 0 : 1);
        candidate.fill(where < loss ? 0 : 1);
      }
    },
  };
}
