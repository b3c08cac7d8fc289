import type { Allowance } from '../core/allowance.ts';

/** How many trials of one provider and model may be under way, and when the next call may start. Times are milliseconds of one clock. */
export interface Pace {
  atOnce: number;
  /** As configured. */
  most: number;
  /** So many answers must come in a row before it grows again. */
  unsettled: number;
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
/** Once a rate limit was met, its height is about known, and to grow with every answer would only meet it again. */
const growthAfterCut = 1.05;
const cutTo = 0.8;
/** The refusals of one burst are one refusal; nor does anything grow for so long after it. */
const debounceMs = 15_000;

export function startPace(most: number): Pace {
  return { atOnce: Math.min(start, most), most, unsettled: 0, cutAt: null, pausedUntil: 0 };
}

/**
 * The pace after an attempt. Each answer makes room for one trial more, so that it doubles with every round; a rate limit cuts it to
 * four fifths, and it stays as it is while the server has other trouble.
 */
export function nextPace(pace: Pace, { outcome, waitMs }: Heard, at: number): Pace {
  const paused = waitMs > 0 ? { ...pace, pausedUntil: Math.max(pace.pausedUntil, at + waitMs) } : pace;
  if (outcome === 'answered') return grown(paused, at);
  return outcome === 'refused' && !isFresh(pace, at)
    ? cut(paused, at)
    : { ...paused, unsettled: aRound(pace.atOnce) };
}

/** How long until every allowance that is used up is there again, in milliseconds. */
export function untilReset(limits: readonly Allowance[] = []): number {
  return Math.max(0, ...limits.filter(({ remaining }) => remaining <= 0).map(({ resetMs }) => resetMs));
}

/** Whether there is something to tell: more than a pause that is over, or the growth of a run that began, of which only the end is. */
export function isTold(pace: Pace, before: Pace, at: number): boolean {
  const isGrowing = pace.cutAt === null && pace.atOnce < pace.most;
  const isPaused = pace.pausedUntil !== before.pausedUntil && pace.pausedUntil > at;
  return isPaused || (pace.atOnce !== before.atOnce && !isGrowing);
}

/** Whether a rate limit holds it below what is configured. */
export function isSlowedDown({ atOnce, most, cutAt }: Pace): boolean {
  return cutAt !== null && atOnce < most;
}

function isFresh({ cutAt }: Pace, at: number): boolean {
  return cutAt !== null && at - cutAt < debounceMs;
}

function cut(pace: Pace, at: number): Pace {
  const atOnce = Math.max(1, Math.floor(pace.atOnce * cutTo));
  return { ...pace, atOnce, unsettled: aRound(atOnce), cutAt: at };
}

function grown(pace: Pace, at: number): Pace {
  const { atOnce, most, unsettled, cutAt } = pace;
  if (atOnce >= most || isFresh(pace, at)) return pace;
  if (unsettled > 0) return { ...pace, unsettled: unsettled - 1 };
  if (cutAt === null) return { ...pace, atOnce: atOnce + 1 };
  const next = Math.min(most, Math.ceil(atOnce * growthAfterCut));
  return { ...pace, atOnce: next, unsettled: aRound(next) };
}

/** Before the answer that makes it grow. */
function aRound(atOnce: number): number {
  return atOnce - 1;
}
