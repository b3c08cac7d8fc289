import { Observations } from '../comparison/observations.ts';
import { readsCache } from '../core/cache-mode.ts';
import type { Case } from '../core/case.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';
import { isPair } from '../core/pair.ts';
import { comparesWithItself } from '../core/run-attempt.ts';
import type { StoppedEarly } from '../core/run-file.ts';
import type { ArmTrials } from '../gates/judge-trials.ts';
import { CallTally } from '../runner/call-tally.ts';
import { splitAtLooks } from '../runner/case-order.ts';
import { countTrials } from '../runner/plan-trials.ts';
import type { Course } from '../runner/run-in-parts.ts';
import { armTrials } from './arm-trials.ts';
import { askingOrder, lookAfter, mayStopEarly, onlyAsked } from './early-stop.ts';
import type { ChosenCases, Ports, Subject } from './evaluation.ts';
import { gatesForAll, latencySample } from './latency-sample.ts';

type Totals = Awaited<ReturnType<Ports['runAndScore']>>;

/** What came of the calls of a run. */
export interface Measurement {
  /** Of all cases. */
  observations: Observations;
  /** Of those that the gates are about: of a run that a look ended, the ones that were asked. */
  judged: Observations;
  calls: CallTally;
  totals: Totals;
  /** All trials of the plan. */
  planned: number;
  /** Of each arm that is asked, with how many have an answer. */
  byArm: ArmTrials[];
  stoppedEarly: StoppedEarly | null;
  /** The cases that latency is about, where that is a sample: of a run that takes answers from a cache. */
  latencyCases: ReadonlySet<string> | undefined;
  /** After how many cases there was a look. */
  looks: number[];
}

/** Runs and scores every trial, or until a look ends the run. */
export async function measure(
  subject: Subject,
  evaluators: readonly Evaluator[],
  ports: Pick<Ports, 'runAndScore'>,
): Promise<Measurement> {
  const { evaluation, arms, chosen, pairings, metrics } = subject;
  const { dataset, cases } = chosen;
  const { gates, repeats } = evaluation;
  const plan = { ...arms, cases, pairings, repeats };
  const planned = countTrials(plan);
  const observations = new Observations(cases, repeats);
  const calls = new CallTally();
  const stopEarly = mayStopEarly(evaluation, chosen, arms);
  const live = new Set(liveCases(subject).map(({ id }) => id));
  const order = stopEarly ? askingOrder(cases, dataset, arms) : liveFirst(cases, live);
  const latencyCases = () => (isSample(live, cases, calls) ? live : undefined);
  const looks: number[] = [];
  const course: Course = {
    parts: stopEarly ? splitAtLooks(order) : [order],
    // By the gates as configured: what they can hardly let pass, corrected ones can even less. Which attempt it is shows at the end.
    look: (asked) => {
      looks.push(asked.length);
      return lookAfter(
        asked,
        observations,
        { pairings, metrics, gates, latencyCases: latencyCases() },
        planned,
      );
    },
  };
  const totals = await ports.runAndScore(subject, { plan, course, evaluators, live }, (record) => {
    if (isPair(record)) observations.addPair(record);
    else observations.add(record);
    calls.add(record);
  });
  const stoppedEarly = typeof totals.stopped === 'object' ? totals.stopped : null;
  const judged = stoppedEarly ? onlyAsked(order, observations, stoppedEarly) : observations;
  return {
    observations,
    judged,
    calls,
    totals,
    latencyCases: latencyCases(),
    planned,
    byArm: armTrials(plan, calls, evaluation.drift !== undefined),
    stoppedEarly,
    looks,
  };
}

/** The cases of all shards: a shard does what one run would do. */
export function wholeOf({ shard, cases }: Pick<ChosenCases, 'shard' | 'cases'>): readonly Case[] {
  return shard?.whole ?? cases;
}

/** Answers from a cache come so fast that they would slow down what is timed beside them. */
function liveFirst(cases: readonly Case[], live: ReadonlySet<string>): readonly Case[] {
  if (live.size === 0) return cases;
  return [true, false].flatMap((isLive) => cases.filter(({ id }) => live.has(id) === isLive));
}

/** Where nothing came from the cache, latency is about all cases, which is only worth a word where nothing could. */
function isSample(live: ReadonlySet<string>, cases: readonly Case[], { cached }: CallTally): boolean {
  return live.size > 0 && (cached > 0 || live.size === cases.length);
}

type Asking = Pick<Subject, 'evaluation' | 'arms' | 'chosen'>;

/** Those that are asked for though the cache may have their answers. */
export function liveCases(asking: Asking): Case[] {
  const sample = latencySample(asking.evaluation.gates, sampleOrder(asking));
  const own = new Set(asking.chosen.cases);
  return sample.filter((item) => own.has(item));
}

/** The gates for whose sake these are all cases. */
export function gatesAskingAll(asking: Asking): Gate[] {
  return gatesForAll(asking.evaluation.gates, sampleOrder(asking));
}

/** What a sample is the beginning of. What can't promote anyway does without latency, and so without a sample. */
function sampleOrder({ evaluation, arms, chosen }: Asking): Case[] {
  if (!readsCache(evaluation.cache) || chosen.narrowed || comparesWithItself({ arms })) return [];
  return askingOrder(wholeOf(chosen), chosen.dataset, arms);
}
