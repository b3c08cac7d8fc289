import type { Evaluator, EvaluatorContext } from '../core/evaluator.ts';

/** How an attempt to score ended. */
export type Attempt =
  | { ended: 'returned'; value: unknown }
  | { ended: 'threw'; error: unknown }
  | { ended: 'hung'; afterMs: number };

/** Scores one answer, and gives up after a time. */
export async function tryEvaluator(
  evaluator: Evaluator,
  context: EvaluatorContext,
  limitMs: number,
): Promise<Attempt> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<Attempt>((resolve) => {
    timer = setTimeout(() => resolve({ ended: 'hung', afterMs: limitMs }), limitMs);
  });
  try {
    return await Promise.race([attempt(evaluator, context), hung]);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(evaluator: Evaluator, context: EvaluatorContext): Promise<Attempt> {
  try {
    return { ended: 'returned', value: await evaluator.evaluate(context) };
  } catch (error) {
    return { ended: 'threw', error };
  }
}
