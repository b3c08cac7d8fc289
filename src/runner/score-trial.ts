import { deepFreeze } from '../core/deep-freeze.ts';
import type { Evaluator, EvaluatorContext } from '../core/evaluator.ts';
import type { AskJudge } from '../core/judge.ts';
import type { Score } from '../core/score.ts';
import { cutReason, settleScores } from './settle-scores.ts';
import { withinTime } from './within-time.ts';

type Context = Omit<EvaluatorContext, 'signal' | 'scores' | 'ask'>;

/** Makes what an evaluator asks models with, until its time is up. */
export type AskFor = (evaluator: Evaluator, signalOf: () => AbortSignal) => AskJudge;

/**
 * The scores of one completed trial: exactly one for every declared metric of every evaluator that scores single answers. Whatever an
 * evaluator does wrong becomes `unscored` with a reason, never 0 and never nothing. Without `askFor` none may ask a model.
 *
 * @param known scores that stand: an evaluator all of whose metrics are among them is not asked.
 */
export async function scoreTrial(
  evaluators: readonly Evaluator[],
  context: Context,
  askFor?: AskFor,
  known: readonly Score[] = [],
): Promise<Score[]> {
  deepFreeze(context);
  const scores: Score[] = [];
  for (const evaluator of evaluators) {
    if (evaluator.compare) continue;
    const standing =
      known.length === 0
        ? known
        : known.filter(({ metric }) => evaluator.metrics.some(({ id }) => id === metric));
    if (standing.length > 0 && standing.length === evaluator.metrics.length) {
      scores.push(...standing);
      continue;
    }
    const returned = runEvaluator(evaluator, { ...context, scores: [...scores] }, askFor);
    // Most are here at once, and waiting for what is here costs more than most evaluators.
    scores.push(...deepFreeze(returned instanceof Promise ? await returned : returned));
  }
  return scores;
}

type Scored = Omit<EvaluatorContext, 'signal' | 'ask'>;

function runEvaluator(evaluator: Evaluator, context: Scored, askFor?: AskFor): Score[] | Promise<Score[]> {
  try {
    const returned = withinTime(evaluator.timeoutMs, (signalOf) =>
      evaluator.evaluate({
        ...context,
        ...(askFor && { ask: askFor(evaluator, signalOf) }),
        get signal() {
          return signalOf();
        },
      }),
    );
    if (!(returned instanceof Promise)) return settleScores(evaluator, returned);
    return returned
      .then((late) => settleScores(evaluator, late))
      .catch((error: unknown) => failedScores(evaluator, error));
  } catch (error) {
    return failedScores(evaluator, error);
  }
}

function failedScores({ name, metrics }: Evaluator, error: unknown): Score[] {
  const unscored = cutReason(`${name} failed: ${messageOf(error)}`);
  return metrics.map(({ id }) => ({ metric: id, unscored }));
}

/** Anything can be thrown, even what has no text. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return typeof error === 'string'
    ? error
    : `it threw ${error === null ? 'null' : `a value of type ${typeof error}`}`;
}
