import { smallestProvableMargin } from './minimum-cases.ts';
import { normalQuantile } from './normal.ts';
import { regionAbove, regionProbability } from './paired-region.ts';
import { risingRoot } from './root.ts';
import { alphaOf } from './significance.ts';
import { studentTQuantile } from './student-t.ts';
import { worstCase } from './worst-nuisance.ts';

/** Margins that people write stand this far apart, as a share of the metric's range: half a point. */
export const marginStep = 0.005;

/** How exactly the limit of the score statistic is located; tables that lie between count as not passing. */
const precision = 1e-6;

/** A p value that equals α but for rounding counts as equal. */
const rounding = 1e-12;

/** No table is further out than this: a statistic of 10 has a p value below 1e-22. */
const farOut = 10;

interface MarginQuestion {
  cases: number;
  /** One-sided. */
  confidence: number;
  /** How often an unchanged candidate has to pass. */
  power: number;
}

/**
 * The tables that method A lets pass at a margin: for each number of wins the most losses, −1 where none does. The
 * p value orders tables by the score statistic, so they are those above one limit of it, and that limit is where the
 * p value reaches α.
 */
export function passingRegion(cases: number, margin: number, confidence: number): Int32Array {
  const critical = normalQuantile(alphaOf(confidence));
  const regionAt = (x: number) => regionAbove(-x, cases, -margin);
  const excess = (x: number): number => {
    const { probability } = worstCase(regionAt(x), -margin);
    return normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, probability))) - critical - rounding;
  };
  const low = { at: -farOut, value: excess(-farOut) };
  const high = { at: 0, value: excess(0) };
  // With a handful of cases even the table that looks exactly as bad as the margin is too rare to be luck.
  if (high.value <= 0) return regionAt(0);
  return regionAt(risingRoot(excess, { low, high }, precision));
}

/** P(method A passes | no true change) when a share of the cases flips, half of them for the worse. An exact sum. */
export function chanceToPassUnchanged(question: {
  cases: number;
  margin: number;
  confidence: number;
  flipShare: number;
}): number {
  const { cases, margin, confidence, flipShare } = question;
  return regionProbability(passingRegion(cases, margin, confidence), flipShare / 2, flipShare / 2);
}

/**
 * Method A: the smallest readable margin that an unchanged candidate passes with the wanted power; null where no margin
 * below the whole range would do. With no flips it is 1 − α^(1/cases), rounded up.
 */
export function smallestBinaryMargin(question: MarginQuestion & { flipShare: number }): number | null {
  const { cases, confidence, power, flipShare } = question;
  const isEnough = (step: number): boolean =>
    chanceToPassUnchanged({ cases, margin: marginOf(step), confidence, flipShare }) >= power;
  const z = normalQuantile(1 - alphaOf(confidence)) + normalQuantile(power);
  const guess = Math.max(smallestProvableMargin(cases, confidence), z * Math.sqrt(flipShare / cases));
  let step = Math.min(stepsUpTo(guess), mostSteps);
  while (step <= mostSteps && !isEnough(step)) step++;
  if (step > mostSteps) return null;
  while (step > 1 && isEnough(step - 1)) step--;
  return marginOf(step);
}

/**
 * Method B: the same for scores and repeats, as a share of the score's range. Approximate: of an unchanged candidate the
 * mean difference is taken for normal around 0 with variance 2·within/(repeats·cases), and the spread within the run for
 * that same variance. The bound at the mean's lower quantile, pseudo case included, is then the margin.
 *
 * @param within the variance of one case's trials around the case's own mean, on a range of 0 to 1
 */
export function smallestScoreMargin(
  question: MarginQuestion & { within: number; repeats: number },
): number | null {
  const { cases, within, repeats } = question;
  if (cases < 1) return null;
  const bound = likelyScoreBound({ ...question, estimate: 0, variance: (2 * within) / repeats, worst: -1 });
  const step = stepsUpTo(-bound);
  return step > mostSteps ? null : marginOf(step);
}

/**
 * The lower bound of method B that is reached with the wanted power: the one at the lower quantile of the mean.
 *
 * @param estimate the true mean
 * @param variance of a case's value
 * @param worst the value of the pseudo case
 */
export function likelyScoreBound(question: {
  cases: number;
  estimate: number;
  variance: number;
  worst: number;
  confidence: number;
  power: number;
}): number {
  const { cases, estimate, variance, worst, confidence, power } = question;
  const mean = estimate - normalQuantile(power) * Math.sqrt(variance / cases);
  const withPseudoCase = (cases * mean + worst) / (cases + 1);
  const squares = (cases - 1) * variance + (cases / (cases + 1)) * (mean - worst) ** 2;
  const error = Math.sqrt(squares / cases / (cases + 1));
  return withPseudoCase - studentTQuantile(confidence, cases) * error;
}

/** A margin of the whole range would ask for nothing. */
const mostSteps = Math.round(1 / marginStep) - 1;

function stepsUpTo(margin: number): number {
  return Math.max(1, Math.ceil(margin / marginStep - 1e-9));
}

function marginOf(step: number): number {
  return Number((step * marginStep).toFixed(6));
}
