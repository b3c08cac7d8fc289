import type { Evaluator } from '../../core/evaluator.ts';
import type { Json } from '../../core/json.ts';
import type { Score } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { answerOptionChecks, checkOptions, readingSteps, type TextOptions } from '../options/options.ts';
import { firstNumber, numbersIn } from '../reading/normalize.ts';
import { readAnswer, readExpected } from '../reading/read-answer.ts';
import { isWithin, type Tolerance, toleranceCheck } from './tolerance.ts';

export interface NumericOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** How far the number may be from the expected one: `0.01`, or `'2%'` of the expected one. Default: not at all. */
  tolerance?: Tolerance;
}

/**
 * 1 where the first number in the answer is the expected one, or no farther from it than `tolerance`; else 0 with both.
 * Thousands separators, units and currency signs don't count.
 *
 * @throws InputError for options that can't be used.
 */
export function numeric(options: NumericOptions = {}): Evaluator {
  checkOptions('numeric', options, { ...answerOptionChecks, tolerance: toleranceCheck });
  const metric = options.metric ?? 'numeric';
  const made = { ...options };
  const steps = readingSteps(made);
  return builtIn({
    name: 'numeric',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    needsExpected: true,
    evaluate(context) {
      const expected = readExpected(context.case.expected, steps);
      if (!expected.found) return unscored(metric, expected.reason);
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return failed(metric, answer.reason);
      return scoreNumbers(metric, expected.value, answer.value, made.tolerance ?? 0);
    },
  });
}

function scoreNumbers(metric: string, expected: Json, answer: Json, tolerance: Tolerance): Score {
  const [wanted, ...others] = numbersIn(numeralOf(expected));
  if (others.length > 0) return unscored(metric, "the case's expected value holds several numbers");
  if (wanted === undefined) return unscored(metric, "no number could be read from the case's expected value");
  const found = firstNumber(numeralOf(answer));
  if (found === undefined) return failed(metric, 'no number could be read from the answer');
  // As texts first: numbers beyond what a double holds are compared exactly where they must be equal.
  if (found === wanted) return passed(metric);
  if (tolerance !== 0 && isWithin(Number(wanted), Number(found), tolerance)) return passed(metric);
  const allowed = tolerance === 0 ? '' : `, ${tolerance} allowed`;
  return failed(metric, `expected ${excerpt(wanted, 60)}${allowed}, got ${excerpt(found, 60)}`);
}

/** What a number may be read from: a list or an object is none, whatever it holds. */
function numeralOf(value: Json): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
