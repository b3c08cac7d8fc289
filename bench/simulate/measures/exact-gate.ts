import { flippedPairs } from '../paired-values.ts';
import { findPassingTables, mostLikelyWins } from '../passing-tables.ts';
import { alpha, confidence, type Shipped } from '../shipped.ts';
import { chanceToPass, type Flips, type PassingTables } from '../sums.ts';

/** Cases flip at most this often in the worlds looked at. */
export const mostFlips = 0.4;

const flipSteps = 200;

/** A share of cases flips, and the candidate's true drop is `drop`. */
export function flipsWith(share: number, drop: number): Flips {
  return { win: Math.max(0, (share - drop) / 2), loss: (share + drop) / 2 };
}

/** The tables that method A lets pass; a margin below zero is a gain that has to be proven. */
export function tablesOfGate(shipped: Shipped, cases: number, margin: number, spent = alpha): PassingTables {
  const passes = (wins: number, losses: number) =>
    shipped.isSignificant(shipped.pairedBinaryPValue({ wins, losses, cases, threshold: -margin }), spent);
  return findPassingTables(cases, passes, mostLikelyWins(cases, flipsWith(mostFlips, 0)));
}

export interface WorstFlips {
  rate: number;
  /** The share of cases that flips where promotion is most likely. */
  share: number;
}

/** The most likely false promotion at a true drop (or gain) of exactly the margin, over every share of flips from it on. */
export function worstFalsePromotion(tables: PassingTables, margin: number): WorstFlips {
  const least = Math.abs(margin);
  let worst = { rate: 0, share: least };
  for (let step = 0; step <= flipSteps; step++) {
    // Closer together near the margin, where wins are rare and the chance changes fastest.
    const share = least + (mostFlips - least) * (step / flipSteps) ** 2;
    const rate = chanceToPass(tables, flipsWith(share, margin));
    if (rate > worst.rate) worst = { rate, share };
  }
  return worst;
}

/** Tables on either side of the limit where the gate itself says something else than its p value did. */
export function disagreements(
  shipped: Shipped,
  { cases, mostLosses }: PassingTables,
  margin: number,
  wins: readonly number[],
  at = confidence,
): string[] {
  const question = { confidence: at, threshold: -margin, relative: null };
  return wins.flatMap((won) => {
    const most = mostLosses[won] ?? -1;
    return [most, most + 1]
      .filter((lost) => lost >= 0 && won + lost <= cases)
      .filter((lost) => {
        const { proven } = shipped.answerDifference(flippedPairs(won, lost, cases), question);
        return (proven === 'above') !== lost <= most;
      })
      .map((lost) => `${won} better, ${lost} worse of ${cases} at ${margin}`);
  });
}
