import type { RunFile } from '../../core/run-file.ts';
import { judgeRows } from '../judge-rows.ts';
import { badge, scrollable, section } from './badge.ts';
import { foreign, html, type Markup } from './markup.ts';

/** Which models have a say in the scores, what they cost, and how far they can be relied on. */
export function judgesSection(run: RunFile): Markup | false {
  const rows = judgeRows(run);
  if (rows.length === 0) return false;
  const heads = ['Judge', 'Asked', 'Order of two answers', 'Against people', 'Difference'];
  const table = html`<table>
<caption>A model has a say in these scores. What it cost stands apart from the answers; a judge that goes by the order of two answers decides nothing.</caption>
<thead><tr><th scope="col">Metric</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr><th scope="row">${foreign(row.metric)}${!row.isGated && html` <span class="note">no gate</span>`}</th><td>${foreign(row.judge)}</td><td>${row.spend}</td><td>${row.isUnfit && html`${badge('inconclusive', 'unfit')} `}${row.order ?? '–'}</td><td>${row.people}</td><td>${row.difference === null ? '–' : foreign(row.difference)}</td></tr>
`,
  )}</tbody></table>`;
  return section('judges', 'Judges', scrollable('Judges', table));
}
