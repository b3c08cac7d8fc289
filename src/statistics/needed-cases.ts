import { binomialCdf } from './binomial.ts';
import { fewestFrom, mostCases } from './fewest.ts';
import { normalQuantile } from './normal.ts';
import { likelyScoreBound } from './provable-margin.ts';
import { alphaOf, isSignificant } from './significance.ts';

/** How many cases would prove something with the wanted power, if the truth is what was seen. */
interface Question {
  /** What has to be proven exceeded: −margin, +by or a floor. */
  threshold: number;
  /** One-sided. */
  confidence: number;
  power: number;
}

/** The power that each of so many gates needs for all of them together to pass with 80 %. */
export function powerFor(gates: number): number {
  return 1 - 0.2 / Math.max(1, gates);
}

/** Standard deviation of the differences −1, 0, +1 of a binary metric. */
export function binaryDeviation(wins: number, losses: number, cases: number): number {
  const difference = (wins - losses) / cases;
  return Math.sqrt(Math.max(0, (wins + losses) / cases - difference * difference));
}

/**
 * By the normal approximation: n = ⌈((z_confidence + z_power)·sd / (estimate − threshold))²⌉. Null where the estimate itself is
 * not beyond the threshold: then more cases are no help.
 */
export function neededCases(question: Question & { estimate: number; sd: number }): number | null {
  const { sd, estimate, threshold, confidence, power } = question;
  if (!isBeyond(estimate, threshold)) return null;
  const z = normalQuantile(1 - alphaOf(confidence)) + normalQuantile(power);
  return Math.ceil(((z * sd) / (estimate - threshold)) ** 2);
}

/**
 * By method B, whose pseudo case asks for more of them than that; no fewer than `from`. Null as above.
 *
 * @param variance of one case's value
 * @param worst the value of the pseudo case
 */
export function neededScores(
  question: Question & { estimate: number; variance: number; worst: number; from: number },
): number | null {
  const { threshold, from, ...likely } = question;
  if (!isBeyond(likely.estimate, threshold)) return null;
  return fewestFrom(from, (cases) => likelyScoreBound({ ...likely, cases }) > threshold);
}

/** With more, an exact count takes its time and comes to what the normal approximation says. */
const mostExact = 10_000;

/**
 * A floor under the share of cases that are good, exact; no fewer than `from`. Null as above. The chance to pass climbs in
 * teeth: it is highest where just enough cases allow one more that is not good, so those numbers of cases alone are looked at.
 */
export function neededForShare({
  share,
  threshold,
  confidence,
  power,
  from,
}: Question & { share: number; from: number }): number | null {
  if (!isBeyond(share, threshold)) return null;
  const alpha = alphaOf(confidence);
  const reach =
    normalQuantile(1 - alpha) * deviationOf(threshold) + normalQuantile(power) * deviationOf(share);
  const guess = Math.ceil((reach / (share - threshold)) ** 2);
  if (guess > mostExact) return guess > mostCases ? null : Math.max(guess, from);
  const allowing = (misses: number): number =>
    // With fewer, so many misses are what is to be expected at the floor.
    fewestFrom(Math.max(misses + 1, Math.floor(misses / (1 - threshold))), (cases) =>
      isSignificant(binomialCdf(misses, cases, 1 - threshold), alpha),
    ) ?? Number.POSITIVE_INFINITY;
  const misses = fewestFrom(0, (count) => {
    const cases = allowing(count);
    return cases > mostCases || (cases >= from && binomialCdf(count, cases, 1 - share) >= power);
  });
  const cases = misses === null ? Number.POSITIVE_INFINITY : allowing(misses);
  return cases > mostCases ? null : cases;
}

/** Of a case that is good with this chance. */
function deviationOf(share: number): number {
  return Math.sqrt(Math.max(0, share * (1 - share)));
}

/** One that is at the threshold but for rounding is not. */
function isBeyond(estimate: number, threshold: number): boolean {
  return estimate - threshold > 1e-9 * Math.abs(threshold);
}
