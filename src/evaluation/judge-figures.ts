import type { Observations } from '../comparison/observations.ts';
import { isUnfit } from '../core/pair.ts';
import { roundUsd } from '../core/round-usd.ts';
import type { JudgeCheck } from '../core/run-file.ts';
import type { Metric } from '../core/score.ts';
import type { CallTally } from '../runner/call-tally.ts';

interface Figures {
  metrics: readonly Metric[];
  /** Of the cases that the gates are about. */
  judged: Observations;
  calls: CallTally;
}

/** What is known of the judges of a run, with what they did in it: what they cost, and how often order changed their minds. */
export function judgeFigures(
  judges: readonly JudgeCheck[],
  { metrics, judged, calls }: Figures,
): JudgeCheck[] {
  return judges.map((judge) => {
    const { metric, asks = 0 } = judge;
    const isPairwise = metrics.some(({ id, pairwise }) => id === metric && pairwise);
    const flips = judged.flips(metric);
    const spend = calls.judgedBy(metric);
    return {
      ...judge,
      ...(asks > 0 && { spend: { ...spend, usd: roundUsd(spend.usd) } }),
      ...(isPairwise && { flips: { ...flips, fit: flips.asked === 0 ? null : !isUnfit(flips) } }),
    };
  });
}
