import type { Metric, Score } from '../../core/score.ts';

/** Every built-in measures one thing that is there or is not. */
export function binaryMetric(id: string): Metric {
  return { id, better: 'higher', kind: 'binary', range: [0, 1] };
}

export function passed(metric: string): Score {
  return { metric, value: 1 };
}

export function failed(metric: string, reason: string): Score {
  return { metric, value: 0, reason };
}

/** Remembered apart, so that the score itself is as every other. */
const unreadScores = new WeakSet<Score>();

/**
 * 0, because what was looked for could not be looked for in the answer: that says nothing of it, and so it stays a 0 where a
 * check is turned around.
 */
export function unread(metric: string, reason: string): Score {
  const score = failed(metric, reason);
  unreadScores.add(score);
  return score;
}

export function isUnread(score: Score): boolean {
  return unreadScores.has(score);
}

export function unscored(metric: string, reason: string): Score {
  return { metric, unscored: reason };
}
