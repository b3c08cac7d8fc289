import { formatCaseValue } from '../core/format.ts';
import type { Metric } from '../core/score.ts';

/** What the candidate made of one case. */
export interface CaseOutcome {
  case: string;
  /** What comparisons call the models. */
  model: string;
  /** By metric, one value a repeat; NaN where there is none. */
  values: Map<string, number[]>;
  /** The beginning of the first answer; empty where it may not be shown. */
  answer: string;
}

/** A case that an edit made better or worse. */
export interface Flip {
  case: string;
  model: string;
  metric: string;
  isBetter: boolean;
  /** `pass`, `0.7`, `nothing`. */
  before: string;
  after: string;
  answer: string;
}

/** Scores are sums of floats. */
const tie = 1e-12;

/**
 * The cases whose scores are others than before, worse ones first, in the order of the cases. A case that is new, or that was
 * not asked this time, did not change.
 */
export function flipsBetween(
  before: readonly CaseOutcome[],
  after: readonly CaseOutcome[],
  metrics: readonly Metric[],
): Flip[] {
  const known = new Map(before.map((outcome) => [keyOf(outcome), outcome]));
  const flips = after.flatMap((outcome) => {
    const earlier = known.get(keyOf(outcome));
    return earlier === undefined ? [] : metrics.flatMap((metric) => flipOf(metric, earlier, outcome));
  });
  return [...flips.filter(({ isBetter }) => !isBetter), ...flips.filter(({ isBetter }) => isBetter)];
}

function flipOf(metric: Metric, before: CaseOutcome, after: CaseOutcome): Flip[] {
  const [was, is] = [before, after].map(({ values }) => {
    const measured = values.get(metric.id);
    return measured && meanOf(measured);
  });
  // A metric that is new says nothing of the edit.
  if (was === undefined || is === undefined) return [];
  if (Number.isNaN(was) && Number.isNaN(is)) return [];
  if (Math.abs(was - is) <= tie) return [];
  const sign = metric.better === 'higher' ? 1 : -1;
  // No score is worse than any.
  const isBetter = Number.isNaN(was) || (!Number.isNaN(is) && sign * (is - was) > 0);
  const words = (value: number) => (Number.isNaN(value) ? 'nothing' : formatCaseValue(metric, value));
  const { case: id, model, answer } = after;
  return [{ case: id, model, metric: metric.id, isBetter, before: words(was), after: words(is), answer }];
}

/** NaN where any is missing: a case of which a repeat failed did not pass. */
function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function keyOf({ case: id, model }: CaseOutcome): string {
  return JSON.stringify([model, id]);
}
