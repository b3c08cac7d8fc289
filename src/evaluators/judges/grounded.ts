import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { isJsonObject } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import type { Score } from '../../core/score.ts';
import { binaryMetric, failed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { fieldCheck, readCaseField } from '../options/case-field.ts';
import { askedWith, judgePatienceMs, modelCheck, parametersCheck } from '../options/judge-options.ts';
import { choiceFlaw } from '../options/metric-problems.ts';
import { answerOptionChecks, checkOptions, readingSteps, type TextOptions } from '../options/options.ts';
import { shareMetric } from '../options/share-metric.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';
import { quoted } from '../texts/text-list.ts';
import { askTwice } from './ask-twice.ts';
import {
  groundedInstructions,
  groundedMessages,
  groundedReminder,
  groundedSchema,
  groundedTask,
} from './grounded-prompt.ts';
import { readReply } from './judge-reply.ts';

export interface GroundedOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** The field of the dataset that holds what an answer may rely on. */
  field: string;
  /** The model that judges, as `provider/model`. */
  model: string;
  /** `all` (the default): 1 where every claim is supported, else 0. `share`: the share of them that are. */
  score?: 'all' | 'share';
  /** Default `{ temperature: 0 }`, which a model that knows no temperature is spared. */
  parameters?: ModelParameters;
}

interface Claim {
  claim: string;
  supported: boolean;
}

/**
 * Asks a model whether every claim of an answer is supported by the case's own context. An answer that claims nothing is
 * grounded. A reply that can't be read is asked for once more, and is unscored then.
 *
 * @throws InputError for options that can't be used.
 */
export function grounded(options: GroundedOptions): Evaluator {
  checkOptions('grounded', options, {
    ...answerOptionChecks,
    field: fieldCheck,
    model: modelCheck,
    score: (value) => choiceFlaw(value, ['all', 'share']),
    parameters: parametersCheck,
  });
  requireGiven(options);
  const made = { ...options };
  const { model, field } = made;
  const metric = made.metric ?? 'grounded';
  const steps = readingSteps(made);
  return builtIn({
    name: 'grounded',
    version: '1',
    metrics: [made.score === 'share' ? shareMetric(metric) : binaryMetric(metric)],
    models: [model],
    needsField: field,
    ...(made.score !== 'share' && {
      asks: { question: `Is every claim of the answer supported by "${field}"?`, scores: [] },
    }),
    timeoutMs: judgePatienceMs,
    options: {
      ...made,
      instructions: groundedInstructions,
      task: groundedTask,
      reminder: groundedReminder,
    },
    async evaluate({ case: testCase, variables, completion, ask }) {
      const context = readCaseField(testCase, field);
      if (context === undefined) return unscored(metric, `the case has nothing in its field "${field}"`);
      const answer = readAnswer(completion.text, steps);
      if (!answer.found) return failed(metric, answer.reason);
      const text = textOf(answer.value);
      if (text.trim() === '') return failed(metric, 'the answer is empty');
      if (ask === undefined) return unscored(metric, 'no model may be asked here');
      const { [field]: _, ...question } = variables;
      const messages = groundedMessages({ context, question, answer: text });
      const asked = { model, ...askedWith(made.parameters), messages, outputSchema: groundedSchema };
      const reply = await askTwice(ask, asked, groundedReminder, readClaims);
      return 'unread' in reply
        ? unscored(metric, reply.unread)
        : scoreOf(metric, reply.found, made.score ?? 'all');
    },
  });
}

function readClaims(reply: string): Claim[] | undefined {
  const claims = readReply(reply)?.claims;
  if (!Array.isArray(claims)) return undefined;
  const read = claims.flatMap((entry): Claim[] => {
    if (!isJsonObject(entry)) return [];
    const { claim, supported } = entry;
    return typeof claim === 'string' && typeof supported === 'boolean' ? [{ claim, supported }] : [];
  });
  return read.length === claims.length ? read : undefined;
}

function scoreOf(metric: string, claims: readonly Claim[], how: 'all' | 'share'): Score {
  const baseless = claims.filter(({ supported }) => !supported).map(({ claim }) => claim);
  if (baseless.length === 0) return { metric, value: 1 };
  const value = how === 'share' ? 1 - baseless.length / claims.length : 0;
  return { metric, value, reason: `not supported: ${quoted(baseless)}` };
}

function requireGiven({ field, model }: Partial<GroundedOptions>): void {
  const problems = [
    ...(field === undefined ? [{ field: 'grounded.field', message: 'is missing' }] : []),
    ...(model === undefined
      ? [{ field: 'grounded.model', ...modelCheck(undefined), message: 'is missing' }]
      : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
