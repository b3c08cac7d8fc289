import { binomialCdf, binomialUpperTail } from './binomial.ts';
import { clopperPearsonLower, clopperPearsonUpper } from './clopper-pearson.ts';
import { variance } from './moments.ts';
import { normalCdf } from './normal.ts';
import { rankOfUpperBound } from './order-statistic.ts';
import { regionProbability } from './paired-region.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * Conditional power: the chance that a gate passes in the end, given what was seen so far and an assumption about the
 * cases that are still to come (Lan, Simon & Halperin 1982, "Stochastically curtailed tests in long-term clinical
 * trials"; Lan & Wittes 1988, "The B-value: a tool for monitoring data", for the means).
 */

/**
 * Method A, an exact sum over the wins and losses still to come.
 *
 * @param passing for each number of wins over all cases the most losses that still pass, −1 where none does
 * @param win the chance that a case still to come is won; `loss` that it is lost
 */
export function chanceOfPassingTable(
  passing: Int32Array,
  seen: { wins: number; losses: number; cases: number },
  { win, loss }: { win: number; loss: number },
): number {
  const rest = passing.length - 1 - seen.cases;
  const left = Int32Array.from({ length: rest + 1 }, (_, wins) =>
    Math.max(-1, Math.min((passing[seen.wins + wins] ?? -1) - seen.losses, rest - wins)),
  );
  return regionProbability(left, win, loss);
}

/**
 * How often cases still to come are won and lost: as seen, or as often the one as the other where nothing changed. Half a win
 * and half a loss are added: that nothing flipped yet does not mean that nothing will.
 */
export function flipsToCome(
  { wins, losses, cases }: { wins: number; losses: number; cases: number },
  isUnchanged: boolean,
): { win: number; loss: number } {
  const rate = (count: number) => (count + 0.5) / (cases + 1);
  if (!isUnchanged) return { win: rate(wins), loss: rate(losses) };
  const evenly = rate((wins + losses) / 2);
  return { win: evenly, loss: evenly };
}

/** An exact sum: that the lower bound of Clopper and Pearson over all cases comes to at least `floor`. */
export function chanceOfFloor(question: CountQuestion & { floor: number }): number {
  const { seen, hits, cases, share, confidence, floor } = question;
  const needed = firstOf(cases, (count) => clopperPearsonLower(count, cases, confidence) >= floor);
  return binomialUpperTail(needed - hits, cases - seen, share);
}

/** The same of the upper bound and a ceiling. */
export function chanceOfCeiling(question: CountQuestion & { ceiling: number }): number {
  const { seen, hits, cases, share, confidence, ceiling } = question;
  const tooMany = firstOf(cases, (count) => clopperPearsonUpper(count, cases, confidence) > ceiling);
  return binomialCdf(tooMany - 1 - hits, cases - seen, share);
}

/** An exact sum: that the order-statistic bound of the p quantile stays within a limit; `hits` are above that limit. */
export function chanceOfQuantile(question: CountQuestion & { p: number }): number {
  const { seen, hits, cases, share, confidence, p } = question;
  const rank = rankOfUpperBound(cases, p, confidence);
  return rank === null ? 0 : binomialCdf(cases - rank - hits, cases - seen, share);
}

export interface CountQuestion {
  /** Cases seen, and how many of them count. */
  seen: number;
  hits: number;
  /** All cases, seen and to come. */
  cases: number;
  /** How often a case still to come counts. */
  share: number;
  /** One-sided. */
  confidence: number;
}

export interface MeanQuestion {
  /** One a case that was seen; at least two. */
  values: readonly number[];
  /** The mean of the cases still to come, and their standard deviation. */
  expected: number;
  deviation: number;
  cases: number;
  threshold: number;
  confidence: number;
  /** Method B's pseudo case at the worst possible value; null for a plain t bound. */
  worst: number | null;
}

/**
 * Methods B, C and D: that the lower t bound over all cases comes out above the threshold. The sum of the cases to come is
 * taken for normal, and the bound is taken to be as wide as the values seen make it.
 */
export function chanceOfMean(question: MeanQuestion): number {
  const { values, expected, deviation, cases, threshold, worst } = question;
  const rest = cases - values.length;
  const seen = values.reduce((sum, value) => sum + value, 0);
  const missing = sumNeeded(question, (seen + rest * expected) / cases) - seen - (worst ?? 0);
  const surplus = rest * expected - missing;
  const spread = deviation * Math.sqrt(rest);
  if (spread > 0) return normalCdf(surplus / spread);
  return surplus > 1e-12 * Math.max(1, Math.abs(threshold) * cases) ? 1 : 0;
}

/** What all values together, pseudo case included, have to exceed: n · (threshold + t · s/√n). */
function sumNeeded({ values, cases, threshold, confidence, worst }: MeanQuestion, mean: number): number {
  const spread = variance(values);
  if (worst === null)
    return cases * threshold + studentTQuantile(confidence, cases - 1) * Math.sqrt(cases * spread);
  const squares = (cases - 1) * spread + (cases / (cases + 1)) * (mean - worst) ** 2;
  const error = Math.sqrt((squares / cases) * (cases + 1));
  return (cases + 1) * threshold + studentTQuantile(confidence, cases) * error;
}

/** The smallest count for which a property holds that, once true, stays true; one more than `most` where it never does. */
function firstOf(most: number, holds: (count: number) => boolean): number {
  let low = -1;
  let high = most + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
