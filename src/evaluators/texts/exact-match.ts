import type { Evaluator } from '../../core/evaluator.ts';
import type { Json } from '../../core/json.ts';
import type { Score } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { checkOptions, readingSteps, type TextOptions, textOptionChecks } from '../options/options.ts';
import { comparisonKey, type Normalization, textOf } from '../reading/normalize.ts';
import { type Reading, readAnswer, readExpected } from '../reading/read-answer.ts';
import { parseStrictJson } from '../reading/strict-json.ts';
import { describeDifference } from './describe-difference.ts';

/**
 * 1 where the answer is what the case expects, else 0 with the reason. Values that are no strings compare deeply:
 * an `expected` object matches an answer that is the same JSON, whatever the order of its keys. Unscored where the
 * case expects nothing.
 *
 * @throws InputError for options that can't be used.
 */
export function exactMatch(options: TextOptions = {}): Evaluator {
  checkOptions('exactMatch', options, textOptionChecks);
  const metric = options.metric ?? 'exactMatch';
  const normalize = options.normalize ?? 'trim';
  const steps = readingSteps(options);
  return builtIn({
    name: 'exactMatch',
    version: '1',
    metrics: [binaryMetric(metric)],
    needsExpected: true,
    options: { ...options },
    evaluate(context) {
      const expected = readExpected(context.case.expected, steps);
      if (!expected.found) return unscored(metric, expected.reason);
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return failed(metric, answer.reason);
      return scoreMatch(metric, answer, expected, normalize);
    },
  });
}

type Found = Extract<Reading, { found: true }>;

function scoreMatch(metric: string, answer: Found, expected: Found, normalize: Normalization): Score {
  const wanted = comparisonKey(expected.value, normalize);
  if (wanted === undefined) return unscored(metric, "no number could be read from the case's expected value");
  const value = alignTypes(answer, expected);
  const found = comparisonKey(value, normalize);
  if (found === undefined) return failed(metric, 'no number could be read from the answer');
  if (found === wanted) return passed(metric);
  if (normalize === 'number') {
    return failed(metric, `expected ${excerpt(wanted, 60)}, got ${excerpt(found, 60)}`);
  }
  return failed(metric, describeDifference(expected.value, value));
}

/**
 * A text that is compared with a JSON value is read as JSON where it is JSON, and a JSON value that is compared with
 * plain text is compared by its text: a CSV that expects `5` means the number of a JSON answer too.
 */
function alignTypes(answer: Found, expected: Found): Json {
  if (typeof answer.value === 'string' && typeof expected.value !== 'string' && answer.source === 'text') {
    const parsed = parseStrictJson(answer.value);
    return parsed.ok ? parsed.value : answer.value;
  }
  if (typeof expected.value === 'string' && expected.source === 'text') return textOf(answer.value);
  return answer.value;
}
