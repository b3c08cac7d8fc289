import type { Assumption } from '../core/gate-evidence.ts';
import { chanceOfMean, chanceOfPassingTable, flipsToCome } from '../statistics/conditional-power.ts';
import { mean } from '../statistics/moments.ts';
import { passingRegion } from '../statistics/provable-margin.ts';
import { flips, isExact } from './difference.ts';
import { differenceRange, imputedDifferences } from './imputation.ts';
import { onTestedScale } from './needed.ts';
import { improvementOf, type PairedValues } from './paired-values.ts';
import type { AskedQuestion } from './question.ts';
import { shrunkDeviation } from './shrinkage.ts';
import { onlyComplete, withoutNaN } from './units.ts';

/**
 * The chance that a difference is proven to be above the threshold once `cases` are measured, of which `paired` are so
 * far; null where nothing can be said. By the method that the gate is decided by.
 */
export function chanceOfDifference(
  paired: PairedValues,
  question: AskedQuestion,
  assumed: Assumption,
  cases: number,
): number | null {
  if (onlyComplete(paired).cases.length === 0) return null;
  if (paired.metric.kind === 'amount') return chanceOfAmount(paired, question, assumed, cases);
  if (isExact(paired, question)) return chanceOfFlips(paired, question, assumed, cases);
  return chanceOfScore(paired, question, assumed, cases);
}

function chanceOfFlips(
  paired: PairedValues,
  { threshold, confidence }: AskedQuestion,
  assumed: Assumption,
  cases: number,
): number {
  const improvements = withoutNaN(paired.cases.map(improvementOf(paired)));
  const toCome = flipsToCome(flips(improvements), assumed === 'no-change');
  const seen = flips(imputedDifferences(paired, 'pessimistic', null));
  return chanceOfPassingTable(passingRegion(cases, -threshold, confidence), seen, toCome);
}

function chanceOfScore(
  paired: PairedValues,
  { threshold, confidence, relative }: AskedQuestion,
  assumed: Assumption,
  cases: number,
): number | null {
  const values = imputedDifferences(paired, 'pessimistic', relative);
  if (values.length < 2) return null;
  const [worst] = differenceRange(paired.metric, relative);
  const baseline = withoutNaN(paired.cases.map((index) => paired.baseline.mean(index)));
  const unchanged = relative === null ? 0 : -relative * mean(baseline);
  return chanceOfMean({
    values,
    expected: assumed === 'no-change' ? unchanged : mean(values),
    deviation: shrunkDeviation(values, -worst),
    cases,
    threshold,
    confidence,
    worst,
  });
}

/** Pairs without a value are left out, now and in the end. */
function chanceOfAmount(
  paired: PairedValues,
  question: AskedQuestion,
  assumed: Assumption,
  cases: number,
): number | null {
  const { threshold, confidence, relative } = question;
  const { differences, limit } = onTestedScale(paired, question);
  if (relative !== null || differences.length < 2 || !differences.every(Number.isFinite)) return null;
  // A ratio of totals is tested as candidate − (1 + limit) · baseline, which is above 0 where nothing changes.
  const isLatency = paired.metric.id === 'latency';
  const unchanged = isLatency ? 0 : -threshold;
  return chanceOfMean({
    values: differences,
    expected: assumed === 'no-change' ? unchanged : mean(differences),
    deviation: shrunkDeviation(differences, 0),
    cases: cases - (paired.cases.length - differences.length),
    threshold: isLatency ? limit : 0,
    confidence,
    worst: null,
  });
}
