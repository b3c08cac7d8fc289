import { candidateOnly, emptyRoom, latency, pairsOf, passFail } from '../paired-values.ts';
import { randomFor } from '../random.ts';
import { confidence, type Shipped } from '../shipped.ts';
import { chanceOfAtLeast } from '../sums.ts';
import { share } from './monte-carlo.ts';

/** The chance that `min: floor` on a pass/fail metric passes while the true rate is just at the floor. */
export function floorPromotes(shipped: Pick<Shipped, 'answerMean'>, cases: number, floor: number): number {
  const passes = (right: number) => {
    const values = Array.from({ length: cases }, (_, index) => (index < right ? 1 : 0));
    const { bounds } = shipped.answerMean(candidateOnly(passFail, values), confidence);
    return bounds !== null && bounds.low >= floor;
  };
  if (!passes(cases)) return 0;
  let low = 0;
  let high = cases;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return chanceOfAtLeast(high, cases, floor);
}

/** Which value, counted from the smallest, the p95 gate compares with its limit; null where it can't decide. */
export function rankOfP95(shipped: Pick<Shipped, 'answerP95'>, cases: number): number | null {
  const ranks = Array.from({ length: cases }, (_, index) => index + 1);
  const high = shipped.answerP95(candidateOnly(latency, ranks), confidence).bounds?.high ?? null;
  return high === null || high === Number.POSITIVE_INFINITY ? null : high;
}

/** The chance that the p95 gate passes while the true p95 is just at the limit, whatever the distribution. */
export function p95Promotes(shipped: Pick<Shipped, 'answerP95'>, cases: number): number {
  const rank = rankOfP95(shipped, cases);
  return rank === null ? 0 : chanceOfAtLeast(rank, cases, 0.95);
}

interface RepeatedWorld {
  cases: number;
  repeats: number;
  /** The share of the cases that are as slow every time; the others are slow or fast anew each time. */
  sameness: number;
  draws: number;
}

/** How often a p95 gate over repeats passes while the true p95 of a case's largest value is just at the limit. */
export function repeatedP95Promotes(
  shipped: Pick<Shipped, 'answerP95'>,
  { cases, repeats, sameness, draws }: RepeatedWorld,
): number {
  const room = emptyRoom(latency, cases, repeats);
  const limit = repeatedP95(repeats, sameness);
  return share(draws, randomFor(`p95/${cases}/${repeats}/${sameness}`), (random) => {
    for (const { candidate } of room.cases) {
      const first = random.uniform();
      const isSame = random.chance(sameness);
      for (let repeat = 0; repeat < repeats; repeat++)
        candidate[repeat] = isSame || repeat === 0 ? first : random.uniform();
    }
    const { bounds } = shipped.answerP95(pairsOf(room), confidence);
    return bounds !== null && bounds.high <= limit;
  });
}

/** Where sameness · x + (1 − sameness) · x^repeats is 0.95: values are uniform, so that is the chance to stay below x. */
function repeatedP95(repeats: number, sameness: number): number {
  let [low, high] = [0.95, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (sameness * middle + (1 - sameness) * middle ** repeats < 0.95) low = middle;
    else high = middle;
  }
  return low;
}
