import type { Evaluator } from '../core/evaluator.ts';
import type { Metric, Score } from '../core/score.ts';

/**
 * Brings whatever an evaluator returned into one score for each metric that it declares.
 *
 * @throws Error where it returned something else than scores, or a score for another metric.
 */
export function settleScores(evaluator: Evaluator, returned: unknown): Score[] {
  const list: unknown[] = Array.isArray(returned) ? returned : [returned];
  const given: { metric: unknown }[] = [];
  for (const score of list) {
    if (score === undefined || score === null) continue;
    if (typeof score !== 'object' || !('metric' in score)) {
      throw new Error(`it returned ${shown(score)} instead of { metric, value } or { metric, unscored }`);
    }
    if (!evaluator.metrics.some(({ id }) => id === score.metric))
      throw new Error(`it returned a score for ${shown(score.metric)}, which it does not declare`);
    given.push(score);
  }
  return evaluator.metrics.map((metric) => {
    const [score, ...others] = given.filter((one) => one.metric === metric.id);
    if (score === undefined) return unscored(evaluator, metric, 'returned no score for it');
    if (others.length > 0) return unscored(evaluator, metric, `returned ${others.length + 1} scores for it`);
    return checkScore(evaluator, metric, score);
  });
}

function checkScore(evaluator: Evaluator, metric: Metric, score: Partial<Record<string, unknown>>): Score {
  if (typeof score.unscored === 'string') {
    const awaits = score.awaits === 'review' ? { awaits: 'review' as const } : {};
    return { metric: metric.id, unscored: cutReason(score.unscored), ...awaits };
  }
  const { reason } = score;
  const value = withoutNoise(metric, score.value);
  const flaw = valueFlaw(metric, value);
  if (flaw !== undefined || typeof value !== 'number') {
    return unscored(evaluator, metric, `returned ${shown(value)}, which is ${flaw}`);
  }
  return { metric: metric.id, value, ...(typeof reason === 'string' && { reason: cutReason(reason) }) };
}

/** More than people read, and little beside an answer: a reason may repeat one of megabytes. */
const longestReason = 5000;

/** A reason as it is kept. */
export function cutReason(reason: string): string {
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason - 1).toWellFormed()}…`;
}

/** So much of its range a value may lie beyond it: sums of floats do. */
const noise = 1e-9;

function withoutNoise({ range: [low, high] }: Metric, value: unknown): unknown {
  const room = (high - low) * noise;
  if (typeof value !== 'number' || !Number.isFinite(room)) return value;
  if (value < low && value >= low - room) return low;
  return value > high && value <= high + room ? high : value;
}

/** Why a value is no score of a metric, or undefined. */
function valueFlaw({ range: [low, high], kind }: Metric, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'no number';
  if (value < low || value > high) return `outside the declared range of ${low} to ${high}`;
  if (kind === 'binary' && value !== low && value !== high) return `neither ${low} nor ${high}`;
  return undefined;
}

function unscored(evaluator: Evaluator, metric: Metric, what: string): Score {
  return { metric: metric.id, unscored: `${evaluator.name} ${what}` };
}

/** A value in a few words: it may be anything, even what has no text. */
function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
