import { regionProbability } from './paired-region.ts';

/** Local maxima of the grid that are looked at more closely. */
const finalists = 4;
const goldenSection = (Math.sqrt(5) - 1) / 2;
const refinements = 14;

/** The world in which the region is most probable; its position is between 0 (fewest flips) and 1 (every case flips). */
export interface WorstCase {
  probability: number;
  position: number;
}

/**
 * The largest probability of the region over every world in which P(win) − P(loss) is `difference`. Such worlds differ
 * in how often a case flips at all, which nobody knows, so the exact test has to hold for the worst of them.
 *
 * P(win) = w runs from max(0, difference) to (1 + difference)/2. The search takes equal steps of arcsin √w, where
 * the probability ripples with an even wavelength of about one standard deviation, 1/√cases; then it closes in on
 * the highest ripples.
 */
export function worstCase(mostLosses: Int32Array, difference: number): WorstCase {
  const steps = gridSteps(mostLosses);
  const probabilityAt = alongNuisance(mostLosses, difference);
  const grid = Array.from({ length: steps + 1 }, (_, step) => probabilityAt(step / steps));
  const at = (step: number): number => grid[step] ?? 0;
  const peaks = grid
    .map((probability, step) => ({ probability, step, position: step / steps }))
    .filter(({ probability, step }) => probability >= at(step - 1) && probability >= at(step + 1))
    .sort((one, other) => other.probability - one.probability)
    .slice(0, finalists);
  const refined = peaks.map(({ position }) => peakNear(probabilityAt, position, 1 / steps));
  return [...peaks, ...refined].reduce((best, other) =>
    other.probability > best.probability ? other : best,
  );
}

/** The same, looking only around positions already known to be bad: a cheap lower estimate of the worst case. */
export function worstCaseNear(mostLosses: Int32Array, difference: number, positions: number[]): number {
  const probabilityAt = alongNuisance(mostLosses, difference);
  const step = 1 / gridSteps(mostLosses);
  return Math.max(
    ...positions.map((position) =>
      Math.max(probabilityAt(position), peakNear(probabilityAt, position, step).probability),
    ),
  );
}

function gridSteps(mostLosses: Int32Array): number {
  return Math.ceil(20 + 2 * Math.sqrt(mostLosses.length));
}

function alongNuisance(mostLosses: Int32Array, difference: number): (position: number) => number {
  const least = Math.max(0, difference);
  const span = (1 + difference) / 2 - least;
  return (position) => {
    const win = least + span * Math.sin((Math.PI / 2) * position) ** 2;
    return regionProbability(mostLosses, win, Math.max(0, win - difference));
  };
}

/** The highest point within one step of a position, by golden-section search. */
function peakNear(probabilityAt: (position: number) => number, position: number, step: number): WorstCase {
  let low = Math.max(0, position - step);
  let high = Math.min(1, position + step);
  const probe = (share: number): WorstCase => {
    const at = low + share * (high - low);
    return { position: at, probability: probabilityAt(at) };
  };
  let left = probe(1 - goldenSection);
  let right = probe(goldenSection);
  for (let round = 0; round < refinements; round++) {
    if (left.probability > right.probability) {
      high = right.position;
      right = left;
      left = probe(1 - goldenSection);
    } else {
      low = left.position;
      left = right;
      right = probe(goldenSection);
    }
  }
  return left.probability > right.probability ? left : right;
}
