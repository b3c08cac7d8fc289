import type { Allowance } from '../core/allowance.ts';

/** How many trials of one provider and model may be under way, and when the next call may start. Times are milliseconds of one clock. */
export interface Pace {
  atOnce: number;
  /** As configured. */
  most: number;
  /** Answers since the last change or the last trouble. */
  calm: number;
  /** The last time that it was cut; null while no rate limit was met. */
  cutAt: number | null;
  /** No call starts before it. */
  pausedUntil: number;
}

/** What one attempt says of the traffic; `waitMs` is how long the vendor wants no further call. */
export interface Heard {
  /** `refused`: by a rate limit. `failed`: in any other way that may pass. */
  outcome: 'answered' | 'refused' | 'failed';
  waitMs: number;
}

const start = 20;
const growth = 2;
/** Once a rate limit was met, its height is about known, and doubling would only meet it again. */
const growthAfterCut = 1.05;
const cutTo = 0.8;
/** The refusals of one burst are one refusal; nor does anything grow for so long after it. */
const debounceMs = 15_000;

export function startPace(most: number): Pace {
  return { atOnce: Math.min(start, most), most, calm: 0, cutAt: null, pausedUntil: 0 };
}

/**
 * The pace after an attempt. It doubles each time that as many answers came in a row as may be under way, is cut to
 * four fifths by a rate limit, and stays as it is while the server has other trouble.
 */
export function nextPace(pace: Pace, { outcome, waitMs }: Heard, at: number): Pace {
  const paused = waitMs > 0 ? { ...pace, pausedUntil: Math.max(pace.pausedUntil, at + waitMs) } : pace;
  if (outcome === 'answered') return grown(paused, at);
  return outcome === 'refused' && !isFresh(pace, at) ? cut(paused, at) : { ...paused, calm: 0 };
}

/** How long until every allowance that is used up is there again, in milliseconds. */
export function untilReset(limits: readonly Allowance[] = []): number {
  return Math.max(0, ...limits.filter(({ remaining }) => remaining <= 0).map(({ resetMs }) => resetMs));
}

/** Whether another number of trials may be under way, or the next call must wait longer. */
export function isChange(pace: Pace, before: Pace): boolean {
  return pace.atOnce !== before.atOnce || pace.pausedUntil !== before.pausedUntil;
}

/** Whether a rate limit holds it below what is configured. */
export function isSlowedDown({ atOnce, most, cutAt }: Pace): boolean {
  return cutAt !== null && atOnce < most;
}

function isFresh({ cutAt }: Pace, at: number): boolean {
  return cutAt !== null && at - cutAt < debounceMs;
}

function cut(pace: Pace, at: number): Pace {
  return { ...pace, atOnce: Math.max(1, Math.floor(pace.atOnce * cutTo)), calm: 0, cutAt: at };
}

function grown(pace: Pace, at: number): Pace {
  if (pace.atOnce >= pace.most || isFresh(pace, at)) return pace;
  const calm = pace.calm + 1;
  if (calm < pace.atOnce) return { ...pace, calm };
  const factor = pace.cutAt === null ? growth : growthAfterCut;
  return { ...pace, atOnce: Math.min(pace.most, Math.ceil(pace.atOnce * factor)), calm: 0 };
}
