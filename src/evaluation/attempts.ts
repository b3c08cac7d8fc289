import {
  type Attempt,
  type AttemptHistory,
  countEarlier,
  type EarlierAttempts,
  type KnownAttempts,
} from '../core/attempts.ts';
import type { Gate } from '../core/gate.ts';
import type { JudgeSpend } from '../core/judge.ts';
import { comparesWithItself } from '../core/run-attempt.ts';
import type { RunFile } from '../core/run-file.ts';
import type { Metric } from '../core/score.ts';
import { falsePassOf } from '../gates/attempts.ts';
import type { Arms, Evaluation } from './evaluation.ts';

/** What a run asked and answered itself. */
interface AskedNow {
  totals: Pick<RunFile['trials'], 'completed' | 'failed' | 'cached'>;
  calls: { judges: Pick<JudgeSpend, 'calls'> };
}

/**
 * Which attempt a run is, and whether its gates are stricter for that. Where no candidate was tried, there is nothing to correct
 * for; and one that was tried before has no further chance to slip through where nothing was asked anew.
 */
export function attemptFor(
  evaluation: Pick<Evaluation, 'attempts'>,
  known: KnownAttempts,
  arms: Arms,
  measured: AskedNow,
): Attempt & Pick<AttemptHistory, 'candidates' | 'again'> {
  const isSame = comparesWithItself({ arms });
  const mode = isSame ? 'counted' : evaluation.attempts;
  const { earlier, tried } = known;
  if (tried === undefined || isSame) return { number: attemptNumber(earlier, { arms }), mode };
  const { digest } = arms.candidate;
  const again = asksNothing(measured) ? tried.get(digest) : undefined;
  return {
    number: attemptNumber(earlier, { arms, again }),
    mode,
    candidates: new Set([...tried.keys(), digest]).size,
    ...(again !== undefined && { again }),
  };
}

/** Whether every answer, of models and of judges, was there already. */
export function asksNothing({ totals, calls }: AskedNow): boolean {
  return totals.completed === totals.cached && totals.failed === 0 && calls.judges.calls === 0;
}

/** This run's place among the attempts; one that compares a prompt with itself takes none, and one that tries it again keeps it. */
export function attemptNumber(
  earlier: EarlierAttempts,
  { again, ...run }: Parameters<typeof comparesWithItself>[0] & { again?: string | undefined },
): number {
  return countEarlier(earlier) + (comparesWithItself(run) || again !== undefined ? 0 : 1);
}

export function attemptHistory(
  attempt: Attempt & Pick<AttemptHistory, 'candidates' | 'again'>,
  earlier: EarlierAttempts,
  { cases, gates, metrics }: { cases: string; gates: readonly Gate[]; metrics: readonly Metric[] },
): AttemptHistory {
  const { mode, number: _, ...seen } = attempt;
  return { mode, cases, earlier, falsePass: falsePassOf(gates, metrics, attempt), ...seen };
}
