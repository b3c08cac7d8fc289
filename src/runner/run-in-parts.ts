import type { Case } from '../core/case.ts';
import type { StoppedEarly } from '../core/run-file.ts';
import { createPacers } from './pacer.ts';
import { planTrials, type TrialPlan } from './plan-trials.ts';
import { noTrials, type RunnerPorts, type RunnerTotals, runTrials } from './run-trials.ts';

/** In which order the cases of a plan are asked, and whether all of them are. */
export interface Course {
  /** All cases of the plan; between two parts there is a look. */
  parts: readonly (readonly Case[])[];
  /** Why the run ends after these cases; null where it goes on. */
  look(asked: readonly Case[]): StoppedEarly | null;
}

/** As of one part, and a stop between two of them. */
export type PartsTotals = Omit<RunnerTotals, 'stopped'> & {
  stopped: RunnerTotals['stopped'] | StoppedEarly;
  /** Answers that wait for their judges, and USD of them and of what judges have replied; absent where nothing waits. */
  waiting?: { answers: number; usd: number };
};

/**
 * Runs the plan part by part, counted on from `before`. Between two parts, when every trial of the cases asked so far is recorded, `look` may
 * end the run. The cap on what it may cost holds for all parts together.
 *
 * @throws as `runTrials` does.
 */
export async function runInParts(
  plan: TrialPlan,
  { parts, look }: Course,
  models: readonly string[],
  ports: RunnerPorts,
  before: RunnerTotals = noTrials,
): Promise<PartsTotals> {
  let totals = before;
  const pacers = createPacers();
  const asked: Case[] = [];
  for (const cases of parts) {
    const stopped = asked.length > 0 && !ports.signal.aborted ? look(asked) : null;
    if (stopped !== null) return { ...totals, stopped };
    totals = await runTrials(() => planTrials({ ...plan, cases }), models, ports, totals, pacers);
    if (totals.stopped !== null) break;
    asked.push(...cases);
  }
  return totals;
}
