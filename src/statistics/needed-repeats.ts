/** More trials of a case than this are no advice: more cases say more for the same money. */
const mostRepeats = 100;

/** How a case's difference spreads. */
export interface RepeatedSpread {
  /** Of the differences over cases, with `repeats` trials each. */
  variance: number;
  /** What a single trial of each arm adds to the variance of its case's difference. */
  within: number;
  repeats: number;
}

/**
 * The fewest trials of each case, more than there were, that leave little enough spread. A case's difference has the
 * variance between + within/repeats (one-way random effects), and repeats lower the second part alone. Null where they
 * can't lower it enough, or where it would take more than a hundred.
 */
export function neededRepeats(
  { variance, within, repeats }: RepeatedSpread,
  isEnough: (variance: number) => boolean,
): number | null {
  const between = Math.max(0, variance - within / repeats);
  for (let more = repeats + 1; more <= mostRepeats; more++) {
    if (isEnough(between + within / more)) return more;
  }
  return null;
}
