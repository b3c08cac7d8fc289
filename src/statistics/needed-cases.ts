import { minimumCases } from './minimum-cases.ts';
import { normalQuantile } from './normal.ts';
import { alphaOf } from './significance.ts';

/** Standard deviation of the differences −1, 0, +1 of a binary metric. */
export function binaryDeviation(wins: number, losses: number, cases: number): number {
  const difference = (wins - losses) / cases;
  return Math.sqrt(Math.max(0, (wins + losses) / cases - difference * difference));
}

/**
 * How many cases would settle a gate if the difference stays as seen:
 * n = ⌈((z_confidence + z_power)·sd / (M + min(0, estimate)))²⌉, where M = −threshold, and no fewer than a gate needs when
 * nothing changes. A difference above 0 is not counted on. With a threshold of 0 or more (`betterThan`) the whole distance
 * counts. The power is 1 − 0.2/gates, so that all gates together pass with 80 %.
 *
 * Null where the estimate itself is not beyond the threshold: then more cases are no help.
 *
 * @param width the width of the score's range, for a score that is not between 0 and 1; null where it has none (latency, cost).
 */
export function neededCases(question: {
  sd: number;
  estimate: number;
  threshold: number;
  confidence: number;
  gates: number;
  width?: number | null;
}): number | null {
  const { sd, estimate, threshold, confidence, gates, width = 1 } = question;
  const distance = threshold < 0 ? Math.min(0, estimate) - threshold : estimate - threshold;
  // One that is at the threshold but for rounding is not beyond it.
  if (!(distance > 1e-9 * Math.abs(threshold))) return null;
  const z = normalQuantile(1 - alphaOf(confidence)) + normalQuantile(powerFor(gates));
  const wanted = Math.ceil(((z * sd) / distance) ** 2);
  const floor = threshold < 0 && width !== null ? minimumCases(-threshold / width, confidence) : 2;
  return Math.max(wanted, floor);
}

/** The power that each of so many gates needs for all of them together to pass with 80 %. */
export function powerFor(gates: number): number {
  return 1 - 0.2 / Math.max(1, gates);
}
