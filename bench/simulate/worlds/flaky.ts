import { passFail } from '../paired-values.ts';
import type { Random } from '../random.ts';
import type { World } from './world.ts';

/** Shares of the cases: always right, right in every other trial, never right. */
export const flakyShares = { solid: 0.75, flaky: 0.15, broken: 0.1 };

/** How likely one case is answered right, by each arm. */
interface PassRates {
  baseline: number;
  candidate: number;
}

/** 75 % of the cases are solid, 15 % flaky, 10 % broken, and the candidate is the same prompt again. */
export function unchangedFlaky(): World {
  return flakyWorld('unchanged', (_, baseline) => ({ baseline, candidate: baseline }));
}

/** Ways in which the candidate is worse by exactly `drop`. */
export function worseFlaky(drop: number): World[] {
  const { solid, flaky } = flakyShares;
  return [
    flakyWorld('some solid cases break for good', (random, baseline) => ({
      baseline,
      candidate: baseline === 1 && random.chance(drop / solid) ? 0 : baseline,
    })),
    flakyWorld('every solid case falters now and then', (_, baseline) => ({
      baseline,
      candidate: baseline === 1 ? 1 - drop / solid : baseline,
    })),
    flakyWorld('the flaky cases get worse', (_, baseline) => ({
      baseline,
      candidate: baseline === 0.5 ? 0.5 - drop / flaky : baseline,
    })),
  ];
}

/** Nothing is flaky, so that repeats say nothing new; a few cases break for good. */
export function brokenForGood(drop: number): World {
  return passRateWorld('nothing flaky, some cases break for good', (random) => ({
    baseline: 1,
    candidate: random.chance(drop) ? 0 : 1,
  }));
}

function flakyWorld(name: string, change: (random: Random, baseline: number) => PassRates): World {
  const { solid, flaky } = flakyShares;
  return passRateWorld(name, (random) => {
    const where = random.uniform();
    return change(random, where < solid ? 1 : where < solid + flaky ? 0.5 : 0);
  });
}

function passRateWorld(name: string, ratesOf: (random: Random) => PassRates): World {
  return {
    name,
    metric: passFail,
    draw(random, baseline, candidate) {
      const rates = ratesOf(random);
      for (let repeat = 0; repeat < baseline.length; repeat++) {
        baseline[repeat] = random.chance(rates.baseline) ? 1 : 0;
        candidate[repeat] = random.chance(rates.candidate) ? 1 : 0;
      }
    },
  };
}
