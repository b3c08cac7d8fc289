import { graded } from '../paired-values.ts';
import type { World } from './world.ts';

/** Ordinary scores between 0 and 1, in which the candidate's true mean is lower by exactly `drop`. */
export function scoreWorlds(drop: number): World[] {
  return [bell(drop), skewed(drop), grades(drop), noisyCollapse(drop)];
}

function bell(drop: number): World {
  return {
    name: 'bell-shaped differences, deviation 0.1',
    metric: graded,
    draw(random, baseline, candidate) {
      baseline.fill(0.6);
      candidate.fill(0.6 - drop + 0.1 * random.bell());
    },
  };
}

function skewed(drop: number): World {
  return {
    name: 'Beta(8, 2) scores, the arms unrelated',
    metric: graded,
    draw(random, baseline, candidate) {
      // Its mean is 0.8.
      baseline.fill(random.beta(8, 2));
      candidate.fill(random.beta(8, 2) * (1 - drop / 0.8));
    },
  };
}

function grades(drop: number): World {
  const up = 0.1;
  const down = up + drop / 0.25;
  return {
    name: 'grades in steps of 0.25, some up, more down',
    metric: graded,
    draw(random, baseline, candidate) {
      const grade = random.chance(0.5) ? 0.5 : 0.75;
      const where = random.uniform();
      baseline.fill(grade);
      candidate.fill(where < up ? grade + 0.25 : where < up + down ? grade - 0.25 : grade);
    },
  };
}

function noisyCollapse(drop: number): World {
  return {
    name: 'small noise, and a rare collapse to 0',
    metric: graded,
    draw(random, baseline, candidate) {
      baseline.fill(0.9);
      candidate.fill(random.chance(drop / 0.9) ? 0 : 0.9 + 0.02 * random.bell());
    },
  };
}
