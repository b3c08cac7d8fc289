import { candidateOnly, latency, passFail } from '../paired-values.ts';
import { confidence, type Shipped } from '../shipped.ts';
import { chanceOfAtLeast } from '../sums.ts';

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
