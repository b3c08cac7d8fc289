import { deepFreeze } from '../core/deep-freeze.ts';
import type { Evaluator, EvaluatorContext } from '../core/evaluator.ts';
import type { AskJudge } from '../core/judge.ts';
import type { Score } from '../core/score.ts';
import { settleScores } from './settle-scores.ts';
import { longestTimerMs } from './time-limit.ts';

const defaultTimeoutMs = 30_000;

type Context = Omit<EvaluatorContext, 'signal' | 'scores' | 'ask'>;

/** Makes what an evaluator asks models with, until its time is up. */
type AskFor = (signalOf: () => AbortSignal) => AskJudge;

/**
 * The scores of one completed trial: exactly one for every declared metric of every evaluator. Whatever an
 * evaluator does wrong becomes `unscored` with a reason, never 0 and never nothing. Without `askFor` none may ask a model.
 */
export async function scoreTrial(
  evaluators: readonly Evaluator[],
  context: Context,
  askFor?: AskFor,
): Promise<Score[]> {
  deepFreeze(context);
  const scores: Score[] = [];
  for (const evaluator of evaluators) {
    scores.push(...deepFreeze(await runEvaluator(evaluator, { ...context, scores: [...scores] }, askFor)));
  }
  return scores;
}

type Scored = Omit<EvaluatorContext, 'signal' | 'ask'>;

async function runEvaluator(evaluator: Evaluator, context: Scored, askFor?: AskFor): Promise<Score[]> {
  try {
    return settleScores(evaluator, await withinTime(evaluator, context, askFor));
  } catch (error) {
    const unscored = `${evaluator.name} failed: ${messageOf(error)}`;
    return evaluator.metrics.map((metric) => ({ metric: metric.id, unscored }));
  }
}

/** A synchronous evaluator costs no timer and no signal; an asynchronous one is given up when its time is over. */
async function withinTime(evaluator: Evaluator, context: Scored, askFor?: AskFor): Promise<unknown> {
  let controller: AbortController | undefined;
  const made = () => {
    controller ??= new AbortController();
    return controller;
  };
  const signalOf = () => made().signal;
  const returned: unknown = evaluator.evaluate({
    ...context,
    ...(askFor && { ask: askFor(signalOf) }),
    get signal() {
      return signalOf();
    },
  });
  if (!isThenable(returned)) return returned;
  const limit = evaluator.timeoutMs ?? defaultTimeoutMs;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const giveUp = () => {
      const error = new Error(`no score within ${limit} ms`);
      made().abort(error);
      reject(error);
    };
    timer = setTimeout(giveUp, Math.min(limit, longestTimerMs));
  });
  try {
    return await Promise.race([returned, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** Anything can be thrown, even what has no text. */
function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return typeof error === 'string'
    ? error
    : `it threw ${error === null ? 'null' : `a value of type ${typeof error}`}`;
}
