import type { FinishReason } from '../../core/completion.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { binaryMetric, failed, passed } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { choiceFlaw, describe } from '../options/metric-problems.ts';
import { checkOptions, type OptionCheck, textOptionChecks } from '../options/options.ts';

export interface FinishReasonOptions {
  /** Id of the metric; default `finishReason`. */
  metric?: string;
  /** What is allowed; default `stop` and `tool-calls`: the model came to an end of its own accord. */
  is?: FinishReason | FinishReason[];
}

const known: FinishReason[] = ['stop', 'length', 'content-filter', 'tool-calls', 'refusal', 'other'];

const reasonsCheck: OptionCheck = (value) => {
  const reasons: unknown[] = Array.isArray(value) ? value : [value];
  if (reasons.length === 0)
    return { message: `is ${describe(value)} without entries`, expected: known.join(', ') };
  return reasons.map((reason) => choiceFlaw(reason, known)).find((flaw) => flaw !== undefined);
};

/**
 * 1 where the answer ended as it should, else 0 with how it ended. Without options it finds answers that were cut off at
 * the longest length, filtered or refused.
 *
 * @throws InputError for options that can't be used.
 */
export function finishReason(options: FinishReasonOptions = {}): Evaluator {
  checkOptions('finishReason', options, { metric: textOptionChecks.metric, is: reasonsCheck });
  const metric = options.metric ?? 'finishReason';
  const allowed = [options.is ?? (['stop', 'tool-calls'] as const)].flat();
  return builtIn({
    name: 'finishReason',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: { ...options },
    evaluate({ completion }) {
      if (allowed.includes(completion.finishReason)) return passed(metric);
      return failed(
        metric,
        `the answer ended with "${completion.finishReason}", not with ${allowed.join(' or ')}`,
      );
    },
  });
}
