import { type Attempt, type AttemptHistory, countEarlier, type EarlierAttempts } from '../core/attempts.ts';
import type { Gate } from '../core/gate.ts';
import { comparesWithItself } from '../core/run-attempt.ts';
import type { Metric } from '../core/score.ts';
import { falsePassOf } from '../gates/attempts.ts';
import type { Arms, Evaluation } from './evaluation.ts';

/** Which attempt a run is, and whether its gates are stricter for that. Where no candidate was tried, there is nothing to correct for. */
export function attemptFor(
  evaluation: Pick<Evaluation, 'attempts'>,
  earlier: EarlierAttempts,
  arms: Arms,
): Attempt {
  const mode = comparesWithItself({ arms }) ? 'counted' : evaluation.attempts;
  return { number: attemptNumber(earlier, { arms }), mode };
}

/** This run's place among the attempts; one that compares a prompt with itself takes none. */
export function attemptNumber(
  earlier: EarlierAttempts,
  run: Parameters<typeof comparesWithItself>[0],
): number {
  return countEarlier(earlier) + (comparesWithItself(run) ? 0 : 1);
}

export function attemptHistory(
  attempt: Attempt,
  earlier: EarlierAttempts,
  { cases, gates, metrics }: { cases: string; gates: readonly Gate[]; metrics: readonly Metric[] },
): AttemptHistory {
  return { mode: attempt.mode, cases, earlier, falsePass: falsePassOf(gates, metrics, attempt) };
}
