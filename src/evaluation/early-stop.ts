import type { ComparisonPlan } from '../comparison/compare.ts';
import type { Observations } from '../comparison/observations.ts';
import { outlooksOf } from '../comparison/outlook.ts';
import { digestOf } from '../core/digest.ts';
import { comparesWithItself } from '../core/run-attempt.ts';
import type { StoppedEarly } from '../core/run-file.ts';
import { decideStop } from '../gates/stop-early.ts';
import { shuffled } from '../runner/case-order.ts';
import type { Arms, ChosenCases, Evaluation } from './evaluation.ts';

interface Identified {
  id: string;
}

interface Digested {
  digest: string;
}

/** What can't promote anyway is made to be looked at as a whole. */
export function mayStopEarly(
  { stopEarly }: Pick<Evaluation, 'stopEarly'>,
  { narrowed }: Pick<ChosenCases, 'narrowed'>,
  arms: Arms,
): boolean {
  return stopEarly && !narrowed && !comparesWithItself({ arms });
}

/** The cases in the order in which a run that may stop early asks them; the same whenever the same is compared. */
export function askingOrder<Item extends Identified>(
  cases: readonly Item[],
  dataset: Digested,
  { baseline, candidate }: { baseline: Digested | null; candidate: Digested },
): Item[] {
  return shuffled(cases, digestOf([dataset.digest, baseline?.digest ?? null, candidate.digest]));
}

/** Looks at the gates after the cases that were asked; null where the run goes on. `planned`: all of its trials. */
export function lookAfter(
  asked: readonly Identified[],
  observations: Observations,
  plan: ComparisonPlan,
  planned: number,
): StoppedEarly | null {
  const stop = decideStop(outlooksOf(observations, idsOf(asked), plan));
  if (stop === null) return null;
  const ofCases = observations.cases.length;
  // Every case has as many trials as every other.
  const savedCalls = Math.round((planned * (ofCases - asked.length)) / ofCases);
  return { askedCases: asked.length, ofCases, ...stop, savedCalls };
}

/** What the gates of a stopped run are judged by: a case that was never asked is no missing result. */
export function onlyAsked(
  order: readonly Identified[],
  observations: Observations,
  { askedCases }: StoppedEarly,
): Observations {
  return observations.only(idsOf(order.slice(0, askedCases)));
}

function idsOf(cases: readonly Identified[]): Set<string> {
  return new Set(cases.map(({ id }) => id));
}
