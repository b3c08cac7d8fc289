import { formatCount, formatUsd } from '../core/format.ts';
import type { RunFile } from '../core/run-file.ts';
import { spentUsd } from '../core/spent-usd.ts';

/** What a run cost. Answers without a known price are named, never counted as free. */
export function spentWords({ spend, trials }: RunFile): string {
  const usd = formatUsd(spentUsd(spend));
  const unpriced = spend.unpriced ?? 0;
  if (unpriced === 0) return usd;
  if (unpriced >= trials.completed - trials.cached && spend.judgeUsd === 0) return 'price unknown';
  return `${usd} without ${formatCount(unpriced)} unpriced ${unpriced === 1 ? 'answer' : 'answers'}`;
}
