import { formatCount, formatMilliseconds, formatUsd } from '../../core/format.ts';
import type { Score } from '../../core/score.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { showCaseValue } from '../shared/case-figures.ts';
import type { CaseIndex, ShownMetric } from '../shared/case-index.ts';
import type { Row } from './row.ts';

/** `$0.0041 · 1.9 s · 212 → 9 tokens · stop · 2 attempts` */
export function trialFigures({ completion, attempts, from }: TrialRecord): string {
  const parts: string[] = [];
  if (completion) {
    const { costUsd, latencyMs, usage, finishReason } = completion;
    parts.push(costUsd === null ? 'no price' : formatUsd(costUsd));
    if (latencyMs !== null) parts.push(formatMilliseconds(latencyMs));
    if (usage) {
      const sign = usage.estimated ? 'about ' : '';
      parts.push(`${sign}${formatCount(usage.inputTokens)} → ${formatCount(usage.outputTokens)} tokens`);
    }
    parts.push(`ended: ${finishReason}`);
  }
  if (attempts > 1) parts.push(`${formatCount(attempts)} attempts`);
  if (from !== undefined) parts.push(`asked by run ${from}`);
  return parts.join(' · ');
}

export function scoreOf(trial: TrialRecord | undefined, metric: string): Score | undefined {
  return trial?.scores.find((score) => score.metric === metric);
}

/** `pass`, `0.861`, `unscored`; `–` where there is none. */
export function scoreWords(metric: ShownMetric, score: Score | undefined): string {
  if (score === undefined) return '–';
  return 'value' in score ? showCaseValue(metric, score.value) : 'unscored';
}

/** Empty where none was given. */
export function reasonOf(score: Score | undefined): string {
  if (score === undefined) return '';
  const reason: unknown = 'unscored' in score ? score.unscored : score.reason;
  return typeof reason === 'string' ? reason : '';
}

/** The repeat in which the candidate did worst on the metric that moved, so that the texts explain the row's change. */
export function worstRepeat(index: CaseIndex, row: Row, trials: readonly TrialRecord[]): number {
  const metric = index.metrics[index.rows.metric[row.number] ?? -1];
  const own = trials.filter((trial) => trial.arm === 'candidate');
  const badness = (trial: TrialRecord) => {
    const score = metric && scoreOf(trial, metric.id);
    if (!score || !('value' in score)) return Number.NEGATIVE_INFINITY;
    return metric.better === 'lower' ? score.value : -score.value;
  };
  const [worst] = [...own].sort((a, b) => badness(b) - badness(a) || a.repeat - b.repeat);
  return worst?.repeat ?? trials[0]?.repeat ?? 0;
}
