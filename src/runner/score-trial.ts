import type { Evaluator, EvaluatorContext } from '../core/evaluator.ts';
import type { Metric, Score } from '../core/score.ts';

const defaultTimeoutMs = 30_000;

/**
 * The scores of one completed trial: exactly one for every declared metric of every evaluator. Whatever an
 * evaluator does wrong becomes `unscored` with a reason, never 0 and never nothing.
 */
export async function scoreTrial(
  evaluators: readonly Evaluator[],
  context: Omit<EvaluatorContext, 'signal'>,
): Promise<Score[]> {
  const scores: Score[] = [];
  for (const evaluator of evaluators) scores.push(...(await runEvaluator(evaluator, context)));
  return scores;
}

async function runEvaluator(
  evaluator: Evaluator,
  context: Omit<EvaluatorContext, 'signal'>,
): Promise<Score[]> {
  try {
    return settle(evaluator, await withinTime(evaluator, context));
  } catch (error) {
    const reason = `${evaluator.name} failed: ${error instanceof Error ? error.message : String(error)}`;
    return evaluator.metrics.map((metric) => ({ metric: metric.id, unscored: reason }));
  }
}

/** A synchronous evaluator costs no timer; an asynchronous one is given up when its time is over. */
async function withinTime(evaluator: Evaluator, context: Omit<EvaluatorContext, 'signal'>): Promise<unknown> {
  const controller = new AbortController();
  const returned = evaluator.evaluate({ ...context, signal: controller.signal });
  if (!(returned instanceof Promise)) return returned;
  const limit = evaluator.timeoutMs ?? defaultTimeoutMs;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no score within ${limit} ms`);
      controller.abort(error);
      reject(error);
    }, limit);
  });
  try {
    return await Promise.race([returned, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Brings what an evaluator returned into one score a declared metric. */
function settle(evaluator: Evaluator, returned: unknown): Score[] {
  const list = returned === undefined || returned === null ? [] : [returned].flat();
  const undeclared = list.find(
    (score) => !evaluator.metrics.some((metric) => metric.id === metricIdOf(score)),
  );
  if (undeclared !== undefined) {
    throw new Error(
      `it returned a score for ${JSON.stringify(metricIdOf(undeclared))}, which it does not declare`,
    );
  }
  return evaluator.metrics.map((metric) => {
    const own = list.filter((score) => metricIdOf(score) === metric.id);
    if (own.length === 0)
      return { metric: metric.id, unscored: `${evaluator.name} returned no score for it` };
    if (own.length > 1)
      return { metric: metric.id, unscored: `${evaluator.name} returned ${own.length} scores for it` };
    return checkScore(evaluator, metric, own[0] as Record<string, unknown>);
  });
}

function metricIdOf(score: unknown): unknown {
  return typeof score === 'object' && score !== null && 'metric' in score ? score.metric : undefined;
}

function checkScore(evaluator: Evaluator, metric: Metric, score: Record<string, unknown>): Score {
  const unscored = (reason: string): Score => ({
    metric: metric.id,
    unscored: `${evaluator.name}: ${reason}`,
  });
  if (typeof score.unscored === 'string') return { metric: metric.id, unscored: score.unscored };
  const { value, reason } = score;
  if (typeof value !== 'number' || !Number.isFinite(value))
    return unscored(`the score ${String(value)} is no number`);
  const [low, high] = metric.range;
  if (value < low || value > high)
    return unscored(`the score ${value} is outside the declared range ${low} to ${high}`);
  if (metric.kind === 'binary' && value !== low && value !== high) {
    return unscored(`the score ${value} of a binary metric is neither ${low} nor ${high}`);
  }
  return typeof reason === 'string' ? { metric: metric.id, value, reason } : { metric: metric.id, value };
}
