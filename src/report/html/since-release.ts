import type { RunFile } from '../../core/run-file.ts';
import { splitNote, splitRows, splitTitle } from '../since-release.ts';
import { baselineName, candidateName } from '../verdict-words.ts';
import { scrollable, section } from './badge.ts';
import { foreign, html, type Markup } from './markup.ts';

/** What the model did since the baseline was released, and what the edit does on top of it. */
export function sinceReleaseSection(run: RunFile): Markup | false {
  const rows = splitRows(run);
  if (rows.length === 0) return false;
  const heads = [
    'At its release',
    `${baselineName(run)} now`,
    candidateName(run),
    'The model did',
    'The edit did',
  ];
  const table = html`<table class="split">
<caption>${splitNote(run)}</caption>
<thead><tr><th scope="col">Metric</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr><th scope="row">${foreign(row.name)}</th>${[row.atRelease, row.now, row.candidate, row.drift, row.edit].map((cell) => html`<td class="number">${cell}</td>`)}</tr>
`,
  )}</tbody></table>`;
  return section('since-release', splitTitle(run), scrollable('Since the release', table));
}
