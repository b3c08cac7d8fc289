import { formatCount, formatShare, formatUsd } from '../core/format.ts';
import type { JudgeSpend } from '../core/judge.ts';
import type { JudgeCheck, RunFile } from '../core/run-file.ts';
import { differenceFigures } from './figures.ts';
import { metricOf } from './gate-rows.ts';

/** One judge in words; runs of older versions say little of theirs. */
export interface JudgeRow {
  metric: string;
  isGated: boolean;
  /** `pairwiseJudge 1 · openai/gpt-4.1`; empty where the run does not say. */
  judge: string;
  /** `1,200 replies, $0.42`; `–` where it asks nothing itself, or the run does not say. */
  spend: string;
  /** Of a judge of pairs; null of others. */
  order: string | null;
  /** Its preferences decide nothing. */
  isUnfit: boolean;
  /** `kappa 0.81, at least 0.66 (120 answers, 92.5 % the same)` */
  people: string;
  /** What people's labels make of the difference that it saw, where they say it. */
  difference: string | null;
}

export function judgeRows(run: RunFile): JudgeRow[] {
  return (run.judges ?? []).map((judge) => ({
    metric: judge.metric,
    isGated: judge.gated !== false,
    judge: judgeName(judge),
    spend: judge.spend === undefined ? '–' : spendWords(judge.spend),
    order: judge.flips === undefined ? null : orderWords(run, judge.flips),
    isUnfit: judge.flips?.fit === false,
    people: peopleWords(judge),
    difference: differenceWords(run, judge),
  }));
}

/** A sentence a judge, for where there is no room for a table. */
export function judgeWords(run: RunFile): string[] {
  return judgeRows(run).map(({ metric, judge, spend, order, people, difference }) => {
    const parts = [order, spend === '–' ? null : spend, people, difference].filter((part) => part !== null);
    return `${metric}${judge === '' ? '' : ` (${judge})`}: ${parts.join(', ')}`;
  });
}

function judgeName({ evaluator, version, models = [] }: JudgeCheck): string {
  const name = [evaluator, version].filter((part) => part !== undefined).join(' ');
  return [name, models.join(', ')].filter((part) => part !== '').join(' · ');
}

function spendWords({ calls, usd, unpriced, cached = 0 }: JudgeSpend): string {
  const replies = `${formatCount(calls)} ${calls === 1 ? 'reply' : 'replies'}`;
  const price = calls === 0 ? [] : [unpriced >= calls ? 'price unknown' : formatUsd(usd)];
  const without = unpriced > 0 && unpriced < calls ? [`${formatCount(unpriced)} without a price`] : [];
  const kept = cached > 0 ? [`${formatCount(cached)} more from the cache`] : [];
  return [replies, ...price, ...without, ...kept].join(', ');
}

function orderWords({ arms }: RunFile, { asked, flipped, fit }: NonNullable<JudgeCheck['flips']>): string {
  if (arms.baseline === null) return 'no baseline yet, so there is no pair to judge';
  if (fit === null) return 'no pair was judged';
  const of = `${formatCount(flipped)} of ${formatCount(asked)} ${asked === 1 ? 'pair' : 'pairs'}`;
  return `${fit ? 'fit' : 'UNFIT'}: flipped with the order in ${of} (${formatShare(flipped / asked)})`;
}

function peopleWords({ kappaAtLeast, calibration, flips }: JudgeCheck): string {
  // People label one answer at a time; of two, the order says how far a judge can be relied on.
  if (flips !== undefined) return 'not checked against people';
  if (kappaAtLeast === null) return 'never checked against people';
  const least = `at least ${kappaAtLeast.toFixed(2)}`;
  if (calibration === undefined) return `kappa ${least}`;
  const { kappa, labelled, agreement } = calibration;
  const value = kappa === null ? '' : ` ${kappa.toFixed(2)},`;
  return `kappa${value} ${least} (${formatCount(labelled)} answers, ${formatShare(agreement)} the same)`;
}

function differenceWords(run: RunFile, { metric: id, calibration }: JudgeCheck): string | null {
  const difference = calibration?.difference;
  if (difference === undefined || difference === null) return null;
  const metric = metricOf(run, id);
  const nothing = { baseline: null, candidate: { value: 0, n: 0 } };
  const { judged, rectified, low, high, confidence } = difference;
  const interval = { low, high, confidence, method: 'rectified' };
  const put = differenceFigures(metric, { ...nothing, delta: rectified, interval });
  const seen = differenceFigures(metric, { ...nothing, delta: judged, interval: null });
  return `in run ${calibration?.run ?? ''} it saw ${seen.change ?? '–'}, people make it ${put.change ?? '–'} [${(put.bounds ?? []).join(', ')}]`;
}
