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

/** A 0 that says nothing of the answer: what was looked for could not be looked for in it. */
export type Unread = Extract<Score, { value: number }> & { unread: true };

/** 0, and so it stays where a check is turned around. */
export function unread(metric: string, reason: string): Unread {
  return { metric, value: 0, reason, unread: true };
}

export function isUnread(score: Score): boolean {
  return 'unread' in score && score.unread === true;
}

export function unscored(metric: string, reason: string): Score {
  return { metric, unscored: reason };
}
