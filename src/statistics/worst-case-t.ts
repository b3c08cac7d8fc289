import { meanWithError, pValueAbove, reachOf } from './one-sample-t.ts';
import { negated } from './one-sided-bound.ts';

/**
 * Method B of the gates: what the mean of a bounded value is at least. A one-sided Student t interval over the values and
 * one pseudo case at the worst possible value. The pseudo case stands for the rare collapse that a small dataset has not
 * shown yet; a plain t interval is blind to it and, where every value is equal, has no width at all.
 * There is no proof of its level: see the gate simulation for what was measured.
 *
 * The bound is never below `worst`; with no value it is `worst`.
 *
 * @param values one a case (or a cluster): differences, or the candidate's own scores for a floor
 * @param worst the lowest possible value; for differences of scores the negative width of their range
 * @param confidence one-sided, between 0 and 1
 */
export function worstCaseLowerBound(values: readonly number[], worst: number, confidence: number): number {
  if (values.length === 0) return worst;
  const estimate = meanWithError([...values, worst]);
  return Math.max(worst, estimate.mean - reachOf(estimate, confidence));
}

/** The mirror image: what the mean is at most, with the pseudo case at the highest possible value. */
export function worstCaseUpperBound(values: readonly number[], best: number, confidence: number): number {
  return negated(worstCaseLowerBound(values.map(negated), negated(best), confidence));
}

/** p value of H0: the mean is at most `threshold`. Below α exactly where the lower bound exceeds the threshold. */
export function worstCasePValue(values: readonly number[], worst: number, threshold: number): number {
  // What can't be lower needs no evidence.
  if (threshold < worst) return 0;
  return values.length === 0 ? 1 : pValueAbove(meanWithError([...values, worst]), threshold);
}
