import type { GateStatus } from '../../core/verdict.ts';
import { badge } from '../html/badge.ts';
import { html, type Markup } from '../html/markup.ts';
import type { HistoryRun } from './history.ts';

/** `PASSED (smoke)`: a verdict that can't promote says so. */
export function outcomeWords({ outcome, status, drift }: Pick<HistoryRun, 'outcome' | 'status' | 'drift'>) {
  if (status !== 'complete') return `${outcome} (${status})`;
  return drift ? `${outcome} (drift)` : outcome;
}

export function outcomeBadge(run: HistoryRun): Markup {
  const [word = '', more] = outcomeWords(run).split(' ');
  return html`${badge(run.verdict, word)}${more !== undefined && html`<span class="note">${more}</span>`}`;
}

/** What a gate status is called where it stands alone. */
export const verdictWords: Record<GateStatus, string> = {
  pass: 'pass',
  fail: 'fail',
  inconclusive: 'inconclusive',
};
