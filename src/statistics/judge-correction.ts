import { mean, variance } from './moments.ts';
import { normalQuantile } from './normal.ts';
import { alphaOf } from './significance.ts';

/** What a judge says of things, put right by what people say of some of them. */
export interface Rectified {
  value: number;
  standardError: number;
  /** Two-sided. */
  interval: { low: number; high: number };
}

/**
 * A mean of judged values, put right by a sample that people rated too: the judge's mean over what nobody rated, plus the
 * mean of human − judge over what both did (Angelopoulos et al. 2023, "Prediction-powered inference"). Where the judge rated
 * nothing else, it is the people's own mean. null below two values that both rated.
 */
export function rectifiedMean(
  judgeUnlabelled: readonly number[],
  labelled: readonly { judge: number; human: number }[],
  confidence: number,
): Rectified | null {
  if (labelled.length < 2) return null;
  const human = labelled.map((pair) => pair.human);
  const errors = labelled.map((pair) => pair.human - pair.judge);
  const alone = judgeUnlabelled.length < 2;
  const value = alone ? mean(human) : mean(judgeUnlabelled) + mean(errors);
  const spread = alone
    ? variance(human) / human.length
    : variance(judgeUnlabelled) / judgeUnlabelled.length + variance(errors) / errors.length;
  const standardError = Math.sqrt(spread);
  const reach = normalQuantile(1 - alphaOf(confidence) / 2) * standardError;
  return { value, standardError, interval: { low: value - reach, high: value + reach } };
}

/** Of pass/fail ratings: how many of those that people pass, and of those that they fail, the judge calls so. */
export interface Reliability {
  passes: { agreed: number; of: number };
  fails: { agreed: number; of: number };
  /** The share of what people pass that the judge passes; null where they pass nothing. */
  sensitivity: number | null;
  /** The share of what people fail that the judge fails; null where they fail nothing. */
  specificity: number | null;
}

export function judgeReliability(labelled: readonly { judge: number; human: number }[]): Reliability {
  const agreedOn = (value: number) => {
    const rated = labelled.filter(({ human }) => human === value);
    return { agreed: rated.filter(({ judge }) => judge === value).length, of: rated.length };
  };
  const [passes, fails] = [agreedOn(1), agreedOn(0)];
  const share = ({ agreed, of }: { agreed: number; of: number }) => (of === 0 ? null : agreed / of);
  return { passes, fails, sensitivity: share(passes), specificity: share(fails) };
}

/**
 * The rate that people would find where a judge of this reliability finds `rate` (Rogan & Gladen 1978, "Estimating prevalence
 * from the results of a screening test"), within 0 and 1. null for a judge that is no better than chance.
 */
export function trueRate(rate: number, { sensitivity, specificity }: Reliability): number | null {
  if (sensitivity === null || specificity === null || sensitivity + specificity <= 1) return null;
  const estimate = (rate + specificity - 1) / (sensitivity + specificity - 1);
  return Math.min(1, Math.max(0, estimate));
}
