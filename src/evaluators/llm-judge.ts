import { InputError } from '../core/errors.ts';
import type { Evaluator, EvaluatorContext } from '../core/evaluator.ts';
import type { AskJudge, JudgeQuestion } from '../core/judge.ts';
import type { ModelParameters, OutputSchema } from '../core/prompt.ts';
import type { Metric, Score } from '../core/score.ts';
import { excerpt } from '../core/text.ts';
import { askTwice } from './ask-twice.ts';
import { binaryMetric, failed, unscored } from './binary-score.ts';
import { judgePatienceMs, modelCheck, parametersCheck } from './judge-options.ts';
import { judgeInstructions, judgeMessages, judgeReminder } from './judge-prompt.ts';
import { readReply } from './judge-reply.ts';
import { describe } from './metric-problems.ts';
import { textOf } from './normalize.ts';
import {
  checkOptions,
  type OptionCheck,
  readingSteps,
  type TextOptions,
  textOptionChecks,
} from './options.ts';
import { readAnswer } from './read-answer.ts';
import { filledTextCheck } from './text-search.ts';

const mostScores = 11;

export interface LlmJudgeOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** What the answer is judged by, in words. */
  criteria: string;
  /** The model that judges, as `provider/model`. Better another one than those that answer. */
  model: string;
  /** The lowest and the highest score, whole numbers; or `yes-no`. Default [1, 5]. */
  scale?: [number, number] | 'yes-no';
  /** Default `{ temperature: 0 }`. */
  parameters?: ModelParameters;
}

/**
 * Asks a model how good an answer is by criteria in words. The judge sees the case's variables, what is expected and the
 * answer, never the prompt: it can't know which version it looks at. A reply that can't be read is asked for once more, and
 * is unscored then; so is an answer whose judge can't be reached.
 *
 * @throws InputError for options that can't be used.
 */
export function llmJudge(options: LlmJudgeOptions): Evaluator {
  const { metric: metricCheck, path, extract } = textOptionChecks;
  checkOptions('llmJudge', options, {
    metric: metricCheck,
    path,
    extract,
    criteria: filledTextCheck,
    model: modelCheck,
    scale: scaleCheck,
    parameters: parametersCheck,
  });
  requireGiven(options);
  const made = { ...options };
  const { scale = [1, 5] } = made;
  const metric = metricOf(made.metric ?? 'llmJudge', scale);
  const steps = readingSteps(made);
  return {
    name: 'llmJudge',
    version: '1',
    metrics: [metric],
    models: [made.model],
    timeoutMs: judgePatienceMs,
    options: { ...made, instructions: judgeInstructions, reminder: judgeReminder },
    async evaluate(context) {
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return lowest(metric, answer.reason);
      const text = textOf(answer.value);
      if (text.trim() === '') return lowest(metric, 'the answer is empty');
      if (context.ask === undefined) return unscored(metric.id, 'no model may be asked here');
      return judged(metric, context.ask, questionOf(made, scale, text, context), scoresOf(scale));
    },
  };
}

/** What can't be read has no merit that a judge could find. */
function lowest({ id, range }: Metric, reason: string): Score {
  return { ...failed(id, reason), value: range[0] };
}

async function judged(
  metric: Metric,
  ask: AskJudge,
  question: JudgeQuestion,
  scores: readonly number[],
): Promise<Score> {
  const reply = await askTwice(ask, question, judgeReminder, (text) => readJudgement(text, scores));
  return 'unread' in reply ? unscored(metric.id, reply.unread) : scoreOf(metric, reply.found);
}

interface Judgement {
  score: number;
  reason: string;
}

/** undefined where it is no score of the scale. */
function readJudgement(text: string, scores: readonly number[]): Judgement | undefined {
  const { score, reason } = readReply(text) ?? {};
  if (typeof score !== 'number' || !scores.includes(score)) return undefined;
  return { score, reason: typeof reason === 'string' ? reason : '' };
}

function scoreOf({ id }: Metric, { score, reason }: Judgement): Score {
  return { metric: id, value: score, ...(reason !== '' && { reason: excerpt(reason, 500) }) };
}

function questionOf(
  { criteria, model, parameters = { temperature: 0 } }: LlmJudgeOptions,
  scale: [number, number] | 'yes-no',
  answer: string,
  { case: { expected }, variables }: EvaluatorContext,
): JudgeQuestion {
  const words =
    scale === 'yes-no'
      ? '1 where the answer meets the criteria, else 0'
      : `whole numbers from ${scale[0]}, not at all, to ${scale[1]}, completely`;
  const messages = judgeMessages({ criteria, scale: words, input: variables, expected, answer });
  return { model, parameters, messages, outputSchema: schemaOf(scoresOf(scale)) };
}

function schemaOf(scores: number[]): OutputSchema {
  const schema = {
    type: 'object',
    properties: { reason: { type: 'string' }, score: { type: 'integer', enum: scores } },
    required: ['reason', 'score'],
    additionalProperties: false,
  };
  return { name: 'judgement', strict: true, schema };
}

function scoresOf(scale: [number, number] | 'yes-no'): number[] {
  const [low, high] = scale === 'yes-no' ? [0, 1] : scale;
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

function metricOf(id: string, scale: [number, number] | 'yes-no'): Metric {
  if (scale === 'yes-no') return binaryMetric(id);
  return { id, better: 'higher', kind: 'score', range: [scale[0], scale[1]] };
}

const scaleCheck: OptionCheck = (value) => {
  if (value === 'yes-no') return undefined;
  const expected = `"yes-no", or the lowest and the highest of at most ${mostScores} whole numbers`;
  if (!Array.isArray(value) || value.length !== 2) return { message: `is ${describe(value)}`, expected };
  const [low, high]: unknown[] = value;
  const isScale =
    Number.isSafeInteger(low) &&
    Number.isSafeInteger(high) &&
    Number(low) < Number(high) &&
    Number(high) - Number(low) < mostScores;
  return isScale ? undefined : { message: `is [${String(low)}, ${String(high)}]`, expected };
};

function requireGiven({ criteria, model }: Partial<LlmJudgeOptions>): void {
  const problems = [
    ...(criteria === undefined ? [{ field: 'llmJudge.criteria', message: 'is missing' }] : []),
    ...(model === undefined
      ? [{ field: 'llmJudge.model', ...modelCheck(undefined), message: 'is missing' }]
      : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
