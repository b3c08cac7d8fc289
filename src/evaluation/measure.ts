import { Observations } from '../comparison/observations.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { StoppedEarly } from '../core/run-file.ts';
import { CallTally } from '../runner/call-tally.ts';
import { splitAtLooks } from '../runner/case-order.ts';
import { countTrials } from '../runner/plan-trials.ts';
import type { Course } from '../runner/run-in-parts.ts';
import { askingOrder, lookAfter, mayStopEarly, onlyAsked } from './early-stop.ts';
import type { Ports, Subject } from './evaluation.ts';

type Totals = Awaited<ReturnType<Ports['runAndScore']>>;

/** What came of the calls of a run. */
export interface Measurement {
  /** Of all cases. */
  observations: Observations;
  /** Of those that the gates are about: of a run that a look ended, the ones that were asked. */
  judged: Observations;
  calls: CallTally;
  totals: Totals & { cached: number };
  /** All trials of the plan. */
  planned: number;
  stoppedEarly: StoppedEarly | null;
  /** After how many cases there was a look. */
  looks: number[];
}

/** Runs and scores every trial, or until a look ends the run. */
export async function measure(
  { evaluation, arms, chosen, pairings, metrics }: Subject,
  evaluators: readonly Evaluator[],
  ports: Pick<Ports, 'runAndScore'>,
): Promise<Measurement> {
  const { dataset, cases } = chosen;
  const { gates, repeats } = evaluation;
  const plan = { ...arms, cases, pairings, repeats };
  const planned = countTrials(plan);
  const observations = new Observations(cases, repeats);
  const calls = new CallTally();
  const stopEarly = mayStopEarly(evaluation, chosen, arms);
  const order = stopEarly ? askingOrder(cases, dataset, arms) : cases;
  const looks: number[] = [];
  const course: Course = {
    parts: stopEarly ? splitAtLooks(order) : [order],
    // By the gates as configured: what they can hardly let pass, corrected ones can even less. Which attempt it is shows at the end.
    look: (asked) => {
      looks.push(asked.length);
      return lookAfter(asked, observations, { pairings, metrics, gates }, planned);
    },
  };
  const totals = await ports.runAndScore(plan, course, evaluators, (record) => {
    observations.add(record);
    calls.add(record);
  });
  const stoppedEarly = typeof totals.stopped === 'object' ? totals.stopped : null;
  const judged = stoppedEarly ? onlyAsked(order, observations, stoppedEarly) : observations;
  return {
    observations,
    judged,
    calls,
    totals: { ...totals, cached: totals.cached ?? 0 },
    planned,
    stoppedEarly,
    looks,
  };
}
