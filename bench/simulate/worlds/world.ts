import type { MetricDefinition } from '../../../src/core/metrics.ts';
import type { Random } from '../random.ts';

/** A made-up truth from which cases are drawn. */
export interface World {
  name: string;
  metric: MetricDefinition;
  /** Draws one case and writes what both arms' repeats of it gave. */
  draw(random: Random, baseline: number[], candidate: number[]): void;
}
