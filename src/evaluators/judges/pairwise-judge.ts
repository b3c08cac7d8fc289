import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { AskJudge, JudgeQuestion } from '../../core/judge.ts';
import type { OrderedReply, PairContext, PairJudgement, Preference } from '../../core/pair.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import type { Metric } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import { unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { askedWith, judgePatienceMs, modelCheck, parametersCheck } from '../options/judge-options.ts';
import { answerOptionChecks, checkOptions, readingSteps, type TextOptions } from '../options/options.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';
import { filledTextCheck } from '../texts/text-search.ts';
import { askTwice } from './ask-twice.ts';
import { readReply } from './judge-reply.ts';
import {
  pairwiseInstructions,
  pairwiseMessages,
  pairwiseReminder,
  pairwiseSchema,
  pairwiseTask,
} from './pairwise-prompt.ts';

export interface PairwiseJudgeOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** What makes one answer better than another, in words. */
  criteria: string;
  /** The model that judges, as `provider/model`. Better another one than those that answer. */
  model: string;
  /** Default `{ temperature: 0 }`, which a model that knows no temperature is spared. */
  parameters?: ModelParameters;
}

/** A choice in one order, before it is known to be readable. */
type Reply = { found: { chose: Preference; reason: string } } | { unread: string };

/**
 * Asks a model which of the two arms' answers to a case is better, once in each order; where the orders disagree, it is a tie.
 * The judge sees the case's variables, what is expected and both answers as 1 and 2. It is asked nothing where the answers are
 * the same, or where one of them can't be read. A reply that can't be read is asked for once more, and the pair is unscored then.
 *
 * @throws InputError for options that can't be used.
 */
export function pairwiseJudge(options: PairwiseJudgeOptions): Evaluator {
  checkOptions('pairwiseJudge', options, {
    ...answerOptionChecks,
    criteria: filledTextCheck,
    model: modelCheck,
    parameters: parametersCheck,
  });
  requireGiven(options);
  const made = { ...options };
  const { model } = made;
  const metric: Metric = {
    id: made.metric ?? 'preference',
    better: 'higher',
    kind: 'score',
    range: [0, 1],
    pairwise: true,
  };
  const steps = readingSteps(made);
  const read = (text: string) => {
    const answer = readAnswer(text, steps);
    const found = answer.found ? textOf(answer.value) : '';
    return found.trim() === '' ? null : found;
  };
  return builtIn({
    name: 'pairwiseJudge',
    version: '1',
    metrics: [metric],
    models: [model, model],
    timeoutMs: judgePatienceMs,
    options: {
      ...made,
      instructions: pairwiseInstructions,
      task: pairwiseTask,
      reminder: pairwiseReminder,
    },
    evaluate: () => unscored(metric.id, 'it compares the answers of both arms, and here is one'),
    async compare(context) {
      const texts = [read(context.answers[0].text), read(context.answers[1].text)] as const;
      const plain = withoutAsking(texts);
      if (plain !== null) return { metric: metric.id, ...plain };
      const { ask } = context;
      if (ask === undefined) return { metric: metric.id, unscored: 'no model may be asked here' };
      // Both are waited for, whatever becomes of one: what was asked is paid.
      const replies = await Promise.allSettled(
        ([0, 1] as const).map((first) => reply(ask, questionOf(made, context, texts, first))),
      );
      return judgementOf(metric.id, replies.map(settled));
    },
  });
}

/** What needs no judge: an answer that can't be read or is empty loses against one that can. */
function withoutAsking(
  texts: readonly [string | null, string | null],
): { prefers: Preference; reason: string } | null {
  const [one, other] = texts;
  if (one === null && other === null) return { prefers: null, reason: 'neither answer could be read' };
  if (one === other) return { prefers: null, reason: 'both answers are the same' };
  const reason = 'one of the two answers could not be read, or was empty';
  if (one === null) return { prefers: 1, reason };
  return other === null ? { prefers: 0, reason } : null;
}

/** With the answer of that index as 1. */
function questionOf(
  { criteria, model, parameters }: PairwiseJudgeOptions,
  { case: { expected }, variables }: PairContext,
  texts: readonly [string | null, string | null],
  first: 0 | 1,
): JudgeQuestion {
  const [answer1, answer2] = first === 0 ? texts : [texts[1], texts[0]];
  const messages = pairwiseMessages({
    criteria,
    input: variables,
    expected,
    answer1: answer1 ?? '',
    answer2: answer2 ?? '',
  });
  return { model, ...askedWith(parameters), messages, outputSchema: pairwiseSchema };
}

function reply(ask: AskJudge, question: JudgeQuestion): Promise<Reply> {
  return askTwice(ask, question, pairwiseReminder, readPreference);
}

/** As the judge sees it: 0 is what it was shown as answer 1. */
function readPreference(text: string): { chose: Preference; reason: string } | undefined {
  const { better, reason } = readReply(text) ?? {};
  const chose = new Map<unknown, Preference>([
    [1, 0],
    ['1', 0],
    [2, 1],
    ['2', 1],
    ['tie', null],
  ]).get(better);
  if (chose === undefined) return undefined;
  return { chose, reason: typeof reason === 'string' ? excerpt(reason, 500) : '' };
}

function settled(reply: PromiseSettledResult<Reply>): Reply {
  if (reply.status === 'fulfilled') return reply.value;
  const { reason }: { reason: unknown } = reply;
  return {
    unread: `the judge could not be asked: ${reason instanceof Error ? reason.message : String(reason)}`,
  };
}

function judgementOf(metric: string, [one, other]: readonly Reply[]): PairJudgement {
  if (one && other && 'found' in one && 'found' in other) {
    return { metric, orders: [ordered(0, one.found), ordered(1, other.found)] };
  }
  const unread = [one, other].flatMap((side) => (side && 'unread' in side ? [side.unread] : []));
  return { metric, unscored: unread[0] ?? 'the judge said nothing' };
}

/** The judge's 1 and 2, as the answers that stood there. */
function ordered(first: 0 | 1, { chose, reason }: { chose: Preference; reason: string }): OrderedReply {
  const second = first === 0 ? 1 : 0;
  const meant = chose === null ? null : chose === 0 ? first : second;
  return { first, chose: meant, ...(reason !== '' && { reason }) };
}

function requireGiven({ criteria, model }: Partial<PairwiseJudgeOptions>): void {
  const problems = [
    ...(criteria === undefined
      ? [{ field: 'pairwiseJudge.criteria', message: 'is missing', hint: 'Say what makes an answer better' }]
      : []),
    ...(model === undefined
      ? [{ field: 'pairwiseJudge.model', ...modelCheck(undefined), message: 'is missing' }]
      : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
