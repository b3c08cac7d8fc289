import type { Flips, PassingTables } from './sums.ts';

export type PassesWith = (wins: number, losses: number) => boolean;

/**
 * Finds the tables that pass, up to `mostWins`. It takes for granted that a further loss never makes a table pass; about
 * wins it takes nothing for granted, but starts looking where the number before ended.
 */
export function findPassingTables(cases: number, passes: PassesWith, mostWins = cases): PassingTables {
  const mostLosses = [bisect(cases, (losses) => passes(0, losses))];
  for (let wins = 1; wins <= Math.min(mostWins, cases); wins++) {
    let losses = Math.min(mostLosses[wins - 1] ?? -1, cases - wins);
    while (losses >= 0 && !passes(wins, losses)) losses--;
    while (losses < cases - wins && passes(wins, losses + 1)) losses++;
    mostLosses.push(losses);
  }
  return { cases, mostLosses };
}

/** More wins than this happen less than once in 10¹⁵ times. */
export function mostLikelyWins(cases: number, { win }: Flips): number {
  return Math.min(cases, Math.ceil(cases * win + 9 * Math.sqrt(cases * win * (1 - win)) + 9));
}

/** The largest count that passes, −1 where none does. */
function bisect(most: number, passes: (count: number) => boolean): number {
  if (passes(most)) return most;
  let low = -1;
  let high = most;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (passes(middle)) low = middle;
    else high = middle;
  }
  return low;
}
