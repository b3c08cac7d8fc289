import { armSettings } from '../core/arm-settings.ts';
import { formatCount, formatMilliseconds, formatUsd } from '../core/format.ts';
import type { JudgeSpend } from '../core/judge.ts';
import { type LatencySpread, latencyShares } from '../core/latency-spread.ts';
import { isLate } from '../core/lateness.ts';
import type { ServedModel } from '../core/run-file.ts';
import type { GateOutcome } from '../core/verdict.ts';
import type { CallTally } from '../runner/call-tally.ts';
import {
  changedSinceRelease,
  droppedWarnings,
  estimateWarnings,
  regionWarnings,
  servedWarnings,
} from '../runner/call-warnings.ts';
import type { Ports, Subject } from './evaluation.ts';
import { gatesAskingAll, type Measurement } from './measure.ts';

interface Timed {
  latencies: readonly LatencySpread[];
  outcomes: readonly GateOutcome[];
}

/** What a reader should know of the calls before trusting the numbers. */
export async function callWarnings(
  subject: Subject,
  { calls, totals, latencyCases, latencies, outcomes }: Measurement & Timed,
  served: readonly ServedModel[] | undefined,
  ports: Pick<Ports, 'servedAtRelease' | 'isPricedAsInUs'>,
): Promise<string[]> {
  const asked = totals.completed - totals.cached;
  return [
    ...cacheWarnings(calls, totals.completed, latencyCases?.size, subject),
    ...askedAllWarnings(subject),
    ...waitingWarnings(totals.waiting),
    ...latenessWarnings(latencies, outcomes),
    ...priceWarnings(calls.unpriced, asked),
    ...judgePriceWarnings(calls.judges),
    ...regionWarnings(
      armSettings(subject.pairings).map(([, { model }]) => model),
      ports.isPricedAsInUs,
    ),
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

/** Where the cache is on and spares nothing. Of answers of then, whose run has said so, nothing is asked now. */
export function askedAllWarnings(subject: Pick<Subject, 'evaluation' | 'arms' | 'chosen'>): string[] {
  const { evaluation, chosen } = subject;
  const gates = evaluation.scoredFrom ? [] : gatesAskingAll(subject);
  if (gates.length === 0) return [];
  const names = gates.map(({ name }) => `"${name}"`).join(', ');
  const [needs, on] =
    gates.length === 1
      ? [`the gate ${names} needs`, 'that gate']
      : [`the gates ${names} need`, 'those gates'];
  return [
    `All ${formatCount(chosen.cases.length)} cases are asked for now, though the cache is on: an answer from there has no latency, and ${needs} that of every case. \`enforce: false\` on ${on} lets the cache answer.`,
  ];
}

function waitingWarnings(waiting: Measurement['totals']['waiting']): string[] {
  if (waiting === undefined) return [];
  const { answers, usd } = waiting;
  const counts = `(${formatUsd(usd)}), which counts against --max-cost`;
  if (answers === 0) {
    return [
      `Judges have replied about answers that are not scored yet. That is paid for ${counts}; --resume takes it.`,
    ];
  }
  const [wait, they] =
    answers === 1 ? ['answer waits for its', 'It is'] : ['answers wait for their', 'They are'];
  return [`${formatCount(answers)} ${wait} judges. ${they} paid for ${counts}; --resume asks the judges.`];
}

/** Where gates ask about latencies that say as much of this process as of the model. */
export function latenessWarnings(
  latencies: readonly LatencySpread[],
  outcomes: readonly Pick<GateOutcome, 'metric' | 'reason'>[],
): string[] {
  const asked = outcomes.filter(({ metric }) => metric === 'latency');
  if (asked.length === 0) return [];
  const isUndecided = asked.some(({ reason }) => reason === 'timed-late');
  return latencies.flatMap(({ model, arm, ms, late }) => {
    if (late === undefined || !isLate(late)) return [];
    const median = rangeAt(ms, 0.5, late.median);
    const p99 = rangeAt(ms, 0.99, late.p99);
    // What answers at once is late by a share of nothing; where a gate is decided all the same, that is not worth a word.
    if (!isUndecided && median.width <= 2.5 && p99.width <= 10) return [];
    return [
      `This process was busy when answers of ${model} came (${arm}), so their latencies may be too long: the median is ${median.text}, the 99th percentile ${p99.text}. Fewer calls in flight help (--concurrency), and evaluators that compute for less time at once.`,
    ];
  });
}

/** Between which values, in milliseconds, a quantile of the latencies is. */
function rangeAt(ms: readonly number[], share: number, late: number): { text: string; width: number } {
  const recorded = ms[latencyShares.indexOf(share)] ?? 0;
  const shortest = recorded / (1 + late);
  return {
    text: `${formatMilliseconds(shortest)} to ${formatMilliseconds(recorded)}`,
    width: recorded - shortest,
  };
}

function priceWarnings(unpriced: number, asked: number): string[] {
  if (unpriced === 0) return [];
  const which =
    unpriced === asked
      ? 'No answer has a known price'
      : `${unpriced} of ${asked} answers have no known price`;
  return [`${which}, so what the run cost is not known. Prices stand under \`prices\` in the config.`];
}

function judgePriceWarnings({ calls, unpriced }: JudgeSpend): string[] {
  if (unpriced === 0) return [];
  const which =
    unpriced === calls
      ? 'No reply of a judge has a known price'
      : `${formatCount(unpriced)} of ${formatCount(calls)} replies of judges have no known price`;
  return [`${which}, so what judging cost is not known. Prices stand under \`prices\` in the config.`];
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
