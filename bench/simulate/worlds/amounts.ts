import type { MetricDefinition } from '../../../src/core/metrics.ts';
import { latency } from '../paired-values.ts';
import type { World } from './world.ts';

/** Deviation of the natural logarithm of a case's size: some cases are a few times as large as others. */
const sizes = 0.5;

/** Answers of one arm that are very long or slow. */
export interface RareAnswers {
  probability: number;
  times: number;
}

/** Lognormal amounts; the candidate's true mean (for latency its geometric mean) is `increase` above the baseline's. */
export function ordinaryAmounts(metric: MetricDefinition, increase: number, noise: number): World {
  const name = `lognormal, noise ${noise}`;
  return amounts(name, metric, 1 + increase, noise, { probability: 0, times: 1 });
}

/** One answer in a hundred of the candidate is `times` as long; the rest of the increase is on every answer. */
export function oneInAHundred(
  metric: MetricDefinition,
  increase: number,
  noise: number,
  times: number,
): World {
  const rare = { probability: 0.01, times };
  const typical = (1 + increase) / growthBy(metric, rare);
  return amounts(`1 in 100 answers is ${times} × as long, noise ${noise}`, metric, typical, noise, rare);
}

/** Nothing else changes: the whole increase comes from a few answers that are `times` as long. */
export function onlyRareAnswers(
  metric: MetricDefinition,
  increase: number,
  noise: number,
  times: number,
): World {
  const probability = metric === latency ? Math.log1p(increase) / Math.log(times) : increase / (times - 1);
  const name = `the whole increase is 1 in ${Math.round(1 / probability)} answers, ${times} × as long, noise ${noise}`;
  return amounts(name, metric, 1, noise, { probability, times });
}

/** How much rare answers add: to the mean, or to the geometric mean of a latency. */
function growthBy(metric: MetricDefinition, { probability, times }: RareAnswers): number {
  return metric === latency ? times ** probability : 1 + probability * (times - 1);
}

function amounts(
  name: string,
  metric: MetricDefinition,
  typical: number,
  noise: number,
  rare: RareAnswers,
): World {
  return {
    name,
    metric,
    draw(random, baseline, candidate) {
      const size = random.logNormal(sizes);
      baseline.fill(size * random.logNormal(noise));
      const factor = random.chance(rare.probability) ? typical * rare.times : typical;
      candidate.fill(size * random.logNormal(noise) * factor);
    },
  };
}
