import { formatCount } from '../core/format.ts';
import type { ServedModel } from '../core/run-file.ts';
import type { CallTally } from '../runner/call-tally.ts';
import {
  changedSinceRelease,
  droppedWarnings,
  estimateWarnings,
  servedWarnings,
} from '../runner/call-warnings.ts';
import type { Ports, Subject } from './evaluation.ts';
import type { Measurement } from './measure.ts';

/** What a reader should know of the calls before trusting the numbers. */
export async function callWarnings(
  subject: Subject,
  { calls, totals, latencyCases }: Measurement,
  served: readonly ServedModel[] | undefined,
  ports: Pick<Ports, 'servedAtRelease'>,
): Promise<string[]> {
  const asked = totals.completed - totals.cached;
  return [
    ...cacheWarnings(calls, totals.completed, latencyCases?.size, subject),
    ...priceWarnings(calls.unpriced, asked),
    ...estimateWarnings(calls.estimated, asked),
    ...droppedWarnings(calls.sent(subject.pairings) ?? []),
    // A drift run says in its headline that another model was served.
    ...(subject.evaluation.drift || !served ? [] : await modelWarnings(served, subject, ports)),
  ];
}

function cacheWarnings(
  { cached, oldest }: CallTally,
  completed: number,
  sample: number | undefined,
  { chosen, evaluation }: Subject,
): string[] {
  if (cached === 0 || oldest === null) return [];
  const taken = `${formatCount(cached)} of ${formatCount(completed)} answers come from the cache, the oldest of ${oldest.slice(0, 10)}. They were not paid for again and have no latency.`;
  const isGated = evaluation.gates.some(({ metric, enforced }) => metric === 'latency' && enforced);
  if (sample !== undefined) {
    const cases = `${formatCount(sample)} of ${formatCount(chosen.cases.length)} cases`;
    return [
      taken,
      `Latency is about ${cases}, drawn at random before the run and asked for now in both arms; the gates on it decide by them.`,
    ];
  }
  return isGated ? [taken, 'So the gates on latency are not decided; --cache off decides them.'] : [taken];
}

function priceWarnings(unpriced: number, asked: number): string[] {
  if (unpriced === 0) return [];
  const which =
    unpriced === asked
      ? 'No answer has a known price'
      : `${unpriced} of ${asked} answers have no known price`;
  return [`${which}, so what the run cost is not known. Prices stand under \`prices\` in the config.`];
}

/** Where one name of a model stood for several models. */
async function modelWarnings(
  served: readonly ServedModel[],
  { pairings, arms: { baseline } }: Subject,
  ports: Pick<Ports, 'servedAtRelease'>,
): Promise<string[]> {
  const before = baseline && (await ports.servedAtRelease?.(baseline.digest));
  return [...servedWarnings(served, pairings), ...(before ? changedSinceRelease(served, before) : [])];
}
