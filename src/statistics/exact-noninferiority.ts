import { normalQuantile } from './normal.ts';
import { lowerBoundThatAgrees, mirrored, negated, type OneSidedBound } from './one-sided-bound.ts';
import { favourableRegion } from './paired-region.ts';
import { type Bracket, risingRoot } from './root.ts';
import { alphaOf } from './significance.ts';
import { type PairedCounts, tangoLowerBound } from './tango.ts';
import { worstCase, worstCaseNear } from './worst-nuisance.ts';

export interface PairedBinaryQuestion extends PairedCounts {
  /** One-sided, between 0 and 1. */
  confidence: number;
  /** The difference to be proven exceeded (lower bound) or undercut (upper bound): −margin, or +by. */
  threshold?: number | undefined;
}

/** How exactly the bound is located; reports show four digits at most. */
const precision = 1e-9;

/** Differences on the normal scale that the search for the worst case can't tell apart. */
const noise = 1e-6;

/** Two or three rounds do; the cap only keeps an unforeseen case from going on forever. */
const mostRounds = 20;

/**
 * The exact unconditional p value of H0: P(win) − P(loss) ≤ threshold, for pairs of binary outcomes.
 * Tables are ordered by Tango's score statistic, and the p value is the largest over every possible share of
 * cases that flip: whatever that share is, the chance of p ≤ α under H0 is at most α.
 * (Berger & Sidik 2003, "Exact unconditional tests for a 2 × 2 matched-pairs design"; Lloyd & Moldovan 2008;
 * Tango 1998 for the statistic.)
 *
 * @throws RangeError where the counts make no sense.
 */
export function pairedBinaryPValue({ threshold, ...counts }: PairedCounts & { threshold: number }): number {
  refuseImpossible(counts);
  // A difference of proportions is always ≥ −1 and ≤ 1.
  if (threshold < -1) return 0;
  if (threshold >= 1) return 1;
  return worstCase(favourableRegion(counts, threshold), threshold).probability;
}

/**
 * Method A of the gates: what P(win) − P(loss) is at least. `proven` is p ≤ α at the threshold. The bound is where
 * the p value of "the difference is at most this" reaches α; it is clamped, so `bound > threshold` exactly when proven.
 * The p value has small steps in both directions, because the order of the tables changes with the difference. So in a
 * few percent of tables it reaches α more than once within a point or so, and the bound is one of these places:
 * the guarantee is the verdict's, the bound is its picture.
 * With no flips it is −(1 − α^(1/cases)), or a little lower where the worst case is that something might flip: often at
 * 99 %, for 9 of the first 80 numbers of cases at 95 %.
 *
 * @throws RangeError where the counts or the confidence make no sense.
 */
export function pairedBinaryLowerBound({
  confidence,
  threshold,
  ...counts
}: PairedBinaryQuestion): OneSidedBound {
  refuseImpossible(counts);
  const alpha = alphaOf(confidence);
  const bound = knownBound(counts, alpha);
  if (threshold === undefined) return { bound, proven: null, pValue: null };
  const pValue = pairedBinaryPValue({ ...counts, threshold });
  return lowerBoundThatAgrees(bound, { threshold, pValue, alpha });
}

/** The mirror image: what P(win) − P(loss) is at most; `proven` means that it is below the threshold. */
export function pairedBinaryUpperBound(question: PairedBinaryQuestion): OneSidedBound {
  const { wins, losses, threshold } = question;
  const swapped = { ...question, wins: losses, losses: wins };
  return mirrored(
    pairedBinaryLowerBound({
      ...swapped,
      threshold: threshold === undefined ? threshold : negated(threshold),
    }),
  );
}

const knownBounds = new Map<string, number>();
const mostKnown = 500;

/** A run asks for one bound several times: where few cases flip, metrics and slices come to the same counts. */
function knownBound(counts: PairedCounts, alpha: number): number {
  const { wins, losses, cases } = counts;
  const key = `${wins} ${losses} ${cases} ${alpha}`;
  const known = knownBounds.get(key);
  if (known !== undefined) return known;
  const bound = searchBound(counts, alpha);
  if (knownBounds.size >= mostKnown) knownBounds.clear();
  knownBounds.set(key, bound);
  return bound;
}

/**
 * A full search for the worst case at every step would be slow. So the root is sought with the worst positions known so
 * far, then checked with a full search; where that finds a worse position, it joins the known ones and the root, which can
 * only move down, is sought again.
 */
function searchBound(counts: PairedCounts, alpha: number): number {
  // Nothing is less favourable than a loss in every case, so no difference can be excluded.
  if (counts.losses === counts.cases) return -1;
  const critical = normalQuantile(alpha);
  const positions: number[] = [];
  const room = new Int32Array(counts.cases + 1);
  const excess = (difference: number): number => {
    const region = favourableRegion(counts, difference, room);
    return normalScale(worstCaseNear(region, difference, positions)) - critical;
  };

  let bound = tangoLowerBound(counts, 1 - alpha);
  for (let round = 0; round < mostRounds; round++) {
    const worst = worstCase(favourableRegion(counts, bound, room), bound);
    if (round > 0 && normalScale(worst.probability) - critical <= noise) break;
    positions.push(worst.position);
    bound = risingRoot(excess, bracketAround(bound, excess, counts), precision);
  }
  return bound;
}

/** On this scale a p value is nearly a straight line over the difference. */
function normalScale(probability: number): number {
  return normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, probability)));
}

/** Steps out from a first guess, down or up, until the excess changes its sign; at −1 and 1 it surely has. */
function bracketAround(guess: number, excess: (difference: number) => number, counts: PairedCounts): Bracket {
  const estimate = (counts.wins - counts.losses) / counts.cases;
  const guessed = { at: guess, value: excess(guess) };
  const direction = guessed.value > 0 ? -1 : 1;
  let before = guessed;
  for (let step = 0.05 * Math.max(0, estimate - guess) + 0.1 / counts.cases; ; step *= 3) {
    const at = Math.min(1 - precision, Math.max(-1, before.at + direction * step));
    const next = { at, value: excess(at) };
    if (direction < 0 && (next.value <= 0 || at === -1)) return { low: next, high: before };
    if (direction > 0 && (next.value > 0 || at === 1 - precision)) return { low: before, high: next };
    before = next;
  }
}

function refuseImpossible({ wins, losses, cases }: PairedCounts): void {
  const areCounts = [wins, losses, cases].every((count) => Number.isInteger(count) && count >= 0);
  if (areCounts && cases > 0 && wins + losses <= cases) return;
  throw new RangeError(`impossible counts: ${wins} wins and ${losses} losses in ${cases} cases`);
}
