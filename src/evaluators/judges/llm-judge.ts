import { InputError } from '../../core/errors.ts';
import type { Evaluator, EvaluatorContext } from '../../core/evaluator.ts';
import type { AskJudge, JudgeQuestion } from '../../core/judge.ts';
import type { Problem } from '../../core/problem.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import type { Metric, Score } from '../../core/score.ts';
import { failed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { askedWith, judgePatienceMs, modelCheck, parametersCheck } from '../options/judge-options.ts';
import { answerOptionChecks, checkOptions, readingSteps, type TextOptions } from '../options/options.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';
import { filledTextCheck } from '../texts/text-search.ts';
import { askTwice } from './ask-twice.ts';
import { judgeInstructions, judgeMessages, judgeReminder, judgeTask } from './judge-prompt.ts';
import { readReply } from './judge-reply.ts';
import {
  askPeople,
  type JudgeScale,
  judgementSchema,
  judgeScale,
  type Rubric,
  rubricCheck,
  rubricProblems,
  type Scale,
  scaleCheck,
} from './judge-scale.ts';
import {
  countVotes,
  type Judgement,
  seedOfVote,
  type Vote,
  voteProblems,
  votesCheck,
} from './judge-votes.ts';

export interface LlmJudgeOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** What the answer is judged by, in words. This, `rubric` or both. */
  criteria?: string;
  /** What each score stands for, such as `{ 1: 'rude', 3: 'plain', 5: 'warm' }`; no other may be given. */
  rubric?: Rubric;
  /** The model that judges, as `provider/model`. Better another one than those that answer. */
  model: string;
  /** The lowest and the highest score, whole numbers; or `yes-no`. Default: those of the rubric, else [1, 5]. */
  scale?: Scale;
  /** How often each answer is judged, an odd number: the mean counts, or what most say of yes and no. Default 1. */
  votes?: number;
  /** Default `{ temperature: 0 }`. A `seed` is raised by one from vote to vote. */
  parameters?: ModelParameters;
}

/**
 * Asks a model how good an answer is by criteria in words. The judge sees the case's variables, what is expected and the
 * answer, never the prompt: it can't know which version it looks at. A reply that can't be read is asked for once more, and
 * is no vote then; an answer is unscored where half of its votes or more are missing.
 *
 * @throws InputError for options that can't be used.
 */
export function llmJudge(options: LlmJudgeOptions): Evaluator {
  checkOptions('llmJudge', options, {
    ...answerOptionChecks,
    criteria: filledTextCheck,
    rubric: rubricCheck,
    model: modelCheck,
    scale: scaleCheck,
    votes: votesCheck,
    parameters: parametersCheck,
  });
  requireSense(options);
  const made = { ...options };
  const { model, votes = 1 } = made;
  const scale = judgeScale(made.metric ?? 'llmJudge', made.scale, made.rubric);
  const { metric } = scale;
  const steps = readingSteps(made);
  return builtIn({
    name: 'llmJudge',
    version: '1',
    metrics: [metric],
    models: Array.from({ length: votes }, () => model),
    asks: askPeople(made.criteria ?? 'How good is the answer?', scale),
    timeoutMs: judgePatienceMs,
    options: { ...made, instructions: judgeInstructions, task: judgeTask, reminder: judgeReminder },
    async evaluate(context) {
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return lowest(metric, answer.reason);
      const text = textOf(answer.value);
      if (text.trim() === '') return lowest(metric, 'the answer is empty');
      const { ask } = context;
      if (ask === undefined) return unscored(metric.id, 'no model may be asked here');
      const questions = questionsOf(made, scale, text, context);
      const cast = await Promise.allSettled(questions.map((question) => vote(ask, question, scale.scores)));
      return countVotes(metric, cast.map(settledVote));
    },
  });
}

/** What can't be read has no merit that a judge could find. */
function lowest({ id, range }: Metric, reason: string): Score {
  return { ...failed(id, reason), value: range[0] };
}

function vote(ask: AskJudge, question: JudgeQuestion, scores: readonly number[]): Promise<Vote> {
  return askTwice(ask, question, judgeReminder, (text) => readJudgement(text, scores));
}

/** A judge that could not be reached for one vote leaves it to the others, as one that could not be read does. */
function settledVote(settled: PromiseSettledResult<Vote>): Vote {
  if (settled.status === 'fulfilled') return settled.value;
  const { reason }: { reason: unknown } = settled;
  return {
    unread: `the judge could not be asked: ${reason instanceof Error ? reason.message : String(reason)}`,
  };
}

/** undefined where it is no score of the scale. */
function readJudgement(text: string, scores: readonly number[]): Judgement | undefined {
  const { score, reason } = readReply(text) ?? {};
  if (typeof score !== 'number' || !scores.includes(score)) return undefined;
  return { score, reason: typeof reason === 'string' ? reason : '' };
}

/** One for each vote. */
function questionsOf(
  { criteria, model, votes = 1, parameters }: LlmJudgeOptions,
  { words, scores }: JudgeScale,
  answer: string,
  { case: { expected }, variables }: EvaluatorContext,
): JudgeQuestion[] {
  const messages = judgeMessages({ criteria, scale: words, input: variables, expected, answer });
  const outputSchema = judgementSchema(scores);
  const asked = askedWith(parameters);
  return Array.from({ length: votes }, (_, index) => ({
    model,
    ...asked,
    parameters: seedOfVote(asked.parameters, index),
    messages,
    outputSchema,
  }));
}

function requireSense({
  criteria,
  rubric,
  scale,
  votes = 1,
  model,
  parameters,
}: Partial<LlmJudgeOptions>): void {
  const problems: Problem[] = [
    ...(criteria === undefined && rubric === undefined
      ? [{ field: 'llmJudge.criteria', message: 'is missing', hint: 'Give criteria, a rubric or both' }]
      : []),
    ...(model === undefined
      ? [{ field: 'llmJudge.model', ...modelCheck(undefined), message: 'is missing' }]
      : []),
    ...(rubric === undefined ? [] : rubricProblems('llmJudge', rubric, scale)),
    ...voteProblems(votes, parameters),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
