import { InputError } from '../core/errors.ts';
import type { Evaluator } from '../core/evaluator.ts';
import { isJsonObject } from '../core/json.ts';
import type { Metric, Score } from '../core/score.ts';
import { unscored } from './options/binary-score.ts';
import { builtIn } from './options/built-in.ts';
import { choiceFlaw, describe, metricProblems } from './options/metric-problems.ts';
import { checkOptions, type OptionCheck, textOptionChecks } from './options/options.ts';

export interface CompositeOptions {
  /** Id of the metric. */
  metric: string;
  /** Metrics of evaluators that stand before this one, and what each of them weighs; less than 0 takes away. */
  of: Record<string, number>;
  /** Smallest and largest sum; default: what comes of metrics that go from 0 to 1. */
  range?: [number, number];
  /** Default `higher`. */
  better?: Metric['better'];
}

/**
 * The weighted sum of other evaluators' metrics. Where one of them is unscored, so is the sum: a part that is missing is not
 * a part that is 0.
 *
 * @throws InputError for options that can't be used.
 */
export function composite(options: CompositeOptions): Evaluator {
  checkOptions('composite', options, {
    metric: textOptionChecks.metric,
    of: weightsCheck,
    range: () => undefined,
    better: (value) => choiceFlaw(value, ['higher', 'lower']),
  });
  requireGiven(options);
  const { metric: id, better = 'higher', of: weights } = options;
  const metric: Metric = {
    id,
    better,
    kind: 'score',
    range: options.range ?? rangeOf(Object.values(weights)),
  };
  const problems = metricProblems(metric, 'composite');
  if (problems.length > 0) throw new InputError(problems);
  return builtIn({
    name: 'composite',
    version: '1',
    metrics: [metric],
    options: { ...options, of: { ...weights } },
    needsMetrics: Object.keys(weights),
    evaluate: ({ scores = [] }) => sumOf(metric, { ...weights }, scores),
  });
}

const weightsCheck: OptionCheck = (value) => {
  const expected = 'metrics and their weights, such as { quality: 0.7, tone: 0.3 }';
  if (!isJsonObject(value)) return { message: `is ${describe(value)}`, expected };
  const weights = Object.entries(value);
  if (weights.length === 0) return { message: 'is empty', expected };
  const flaw = weights.find(([, weight]) => !Number.isFinite(weight) || weight === 0);
  return flaw && { message: `has ${describe(flaw[1])} for "${flaw[0]}"`, expected: 'a number other than 0' };
};

function requireGiven({ metric, of }: Partial<CompositeOptions>): void {
  const problems = [
    ...(metric === undefined ? [{ field: 'composite.metric', message: 'is missing' }] : []),
    ...(of === undefined
      ? [{ field: 'composite.of', ...weightsCheck(undefined), message: 'is missing' }]
      : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

/** Without what binary fractions add: 0.1 + 0.2 + 0.7 ends at 1. */
function rangeOf(weights: readonly number[]): [number, number] {
  const sum = (signed: readonly number[]) =>
    Number(signed.reduce((total, weight) => total + weight, 0).toPrecision(12));
  return [sum(weights.filter((weight) => weight < 0)), sum(weights.filter((weight) => weight > 0))];
}

function sumOf(metric: Metric, weights: Record<string, number>, scores: readonly Score[]): Score {
  let value = 0;
  for (const [id, weight] of Object.entries(weights)) {
    const score = scores.find((other) => other.metric === id);
    if (score === undefined) return unscored(metric.id, `no evaluator before it measures "${id}"`);
    if ('unscored' in score) {
      const { unscored: why, awaits } = score;
      return { ...unscored(metric.id, `"${id}" is unscored: ${why}`), ...(awaits && { awaits }) };
    }
    value += weight * score.value;
  }
  return { metric: metric.id, value: atEnds(value, metric.range) };
}

/** A sum that only rounding carries beyond an end of the range is at that end. */
function atEnds(value: number, range: readonly [number, number]): number {
  const near = 1e-9 * Math.max(1, ...range.map(Math.abs));
  return range.find((end) => Math.abs(value - end) <= near) ?? value;
}
