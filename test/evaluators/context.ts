import type { Evaluator, EvaluatorContext } from '../../src/core/evaluator.ts';
import type { Json } from '../../src/core/json.ts';
import type { Score } from '../../src/core/score.ts';

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
  const [score, ...others] = [await evaluator.evaluate(contextOf(text, expected))].flat();
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
