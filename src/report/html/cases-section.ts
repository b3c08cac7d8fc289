import { formatCount } from '../../core/format.ts';
import type { ReportInput } from '../report-input.ts';
import { html, type Markup } from './markup.ts';
import { worstSection } from './worst-list.ts';

/**
 * The place where the program shows every case, and the worst ones as they stand without it and in print.
 *
 * @param rows undefined for a page without the program.
 */
export function casesSection(input: ReportInput, rows?: { total: number; reduced: number }): Markup {
  const worst = worstSection(input);
  if (rows === undefined) return worst;
  return html`<div id="cases-place">${rows.reduced > 0 && reducedNote(rows)}</div>
<div class="without-program">${worst}</div>
`;
}

function reducedNote({ total, reduced }: { total: number; reduced: number }): Markup {
  return html`<p class="notice">This page would have been too large: of ${formatCount(reduced)} of the ${formatCount(total)} rows only the scores are kept here, those that moved least first. trials.jsonl beside it has every answer.</p>`;
}
