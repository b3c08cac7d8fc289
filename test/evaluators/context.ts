import type { Completion } from '../../src/core/completion.ts';
import type { Evaluator, EvaluatorContext } from '../../src/core/evaluator.ts';
import type { Json } from '../../src/core/json.ts';
import type { Message } from '../../src/core/prompt.ts';
import type { Score } from '../../src/core/score.ts';

/** A context with more to it than an answer and what is expected. */
export function contextWith(
  text: string,
  {
    variables = {},
    completion = {},
    messages = [],
    expected,
  }: {
    variables?: Record<string, Json>;
    completion?: Partial<Completion>;
    messages?: Message[];
    expected?: Json;
  },
): EvaluatorContext {
  const context = contextOf(text, expected);
  return {
    ...context,
    case: { ...context.case, variables },
    variables,
    messages,
    completion: { ...context.completion, ...completion },
  };
}

export function contextOf(text: string, expected?: Json): EvaluatorContext {
  return {
    case: {
      id: 'one',
      variables: {},
      tags: [],
      critical: false,
      split: null,
      ...(expected === undefined ? {} : { expected }),
    },
    variables: {},
    messages: [],
    completion: {
      text,
      finishReason: 'stop',
      usage: null,
      costUsd: null,
      latencyMs: null,
      servedModel: null,
    },
    signal: new AbortController().signal,
  };
}

/** The one score that a built-in gives. */
export async function scoreOf(evaluator: Evaluator, text: string, expected?: Json): Promise<Score> {
  return scoreIn(evaluator, contextOf(text, expected));
}

export async function scoreIn(evaluator: Evaluator, context: EvaluatorContext): Promise<Score> {
  const [score, ...others] = [await evaluator.evaluate(context)].flat();
  if (score === undefined || others.length > 0) throw new Error('a built-in gives exactly one score');
  return score;
}

/** 0, 1, or why there is no score. */
export async function outcomeOf(
  evaluator: Evaluator,
  text: string,
  expected?: Json,
): Promise<number | string> {
  const score = await scoreOf(evaluator, text, expected);
  return 'unscored' in score ? score.unscored : score.value;
}

/** The reason of a 0; fails for any other score. */
export async function reasonOf(evaluator: Evaluator, text: string, expected?: Json): Promise<string> {
  const score = await scoreOf(evaluator, text, expected);
  if ('unscored' in score || score.value !== 0) throw new Error(`scored ${JSON.stringify(score)}`);
  return score.reason ?? '';
}
