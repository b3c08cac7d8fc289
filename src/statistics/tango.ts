import { normalQuantile } from './normal.ts';

/** Pairs of binary outcomes: `wins` only the candidate passed, `losses` only the baseline did. */
export interface PairedCounts {
  wins: number;
  losses: number;
  cases: number;
}

/**
 * Tango's score statistic for H0: P(win) − P(loss) = difference; large where the candidate looks better than that.
 * (Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the paired-sample
 * design", Statistics in Medicine 17.)
 */
export function tangoStatistic(wins: number, losses: number, cases: number, difference: number): number {
  const surplus = wins - losses - cases * difference;
  // P(loss) under H0, by maximum likelihood: the larger root of A·q² + B·q + C.
  const a = 2 * cases;
  const b = -wins - losses + (a - wins + losses) * difference;
  const c = -losses * difference * (1 - difference);
  const loss = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = cases * (2 * loss + difference * (1 - difference));
  if (variance > 1e-13) return surplus / Math.sqrt(variance);
  // No variance is left, so anything but an exact fit contradicts H0.
  return Math.abs(surplus) < 1e-9 ? 0 : surplus * Number.POSITIVE_INFINITY;
}

/**
 * The largest difference that Tango's asymptotic one-sided score test rejects at `confidence`; −1 where it rejects none.
 * Known to be somewhat too optimistic at few cases: the gates use it only as a first guess at the exact bound.
 */
export function tangoLowerBound({ wins, losses, cases }: PairedCounts, confidence: number): number {
  if (losses === cases) return -1;
  const critical = normalQuantile(confidence);
  let low = -1;
  let high = (wins - losses) / cases;
  while (high - low > 1e-13) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tangoStatistic(wins, losses, cases, middle) >= critical) low = middle;
    else high = middle;
  }
  return low;
}

/** The mirror image of {@link tangoLowerBound}. */
export function tangoUpperBound({ wins, losses, cases }: PairedCounts, confidence: number): number {
  return -tangoLowerBound({ wins: losses, losses: wins, cases }, confidence);
}
