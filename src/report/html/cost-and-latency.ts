import type { Comparison } from '../../core/comparison.ts';
import { formatUsd } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { differenceFigures, metricOf, modelCount } from '../gate-rows.ts';
import { spentWords } from '../spent-words.ts';
import { baselineName, cachedWords, candidateName, durationWords } from '../verdict-words.ts';
import { scrollable, section } from './badge.ts';
import { foreign, html, type Markup } from './markup.ts';

const labels: Record<string, string> = {
  cost: 'Cost of an answer',
  latency: 'Latency of an answer',
  inputTokens: 'Input tokens',
  outputTokens: 'Output tokens',
};

/** What an answer costs and how long it takes, by model; and what the run itself cost. */
export function costSection(run: RunFile): Markup {
  const amounts = run.comparisons.filter(
    (comparison) => comparison.slice === null && metricOf(run, comparison.metric).kind === 'amount',
  );
  const several = modelCount(run) > 1;
  const table = html`<table>
<caption>Per answer, over all cases</caption>
<thead><tr><th scope="col">Amount</th>${several && html`<th scope="col">Model</th>`}${[baselineName(run), candidateName(run), 'Change', 'Between'].map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${amounts.map((comparison) => amountRow(run, comparison, several))}</tbody></table>`;
  const time = durationWords(run);
  const spent = html`<p>This run cost ${spentWords(run)}, of that ${formatUsd(run.spend.judgeUsd)} for judges${time !== '' && `, and took ${time}`}. Of its answers, ${cachedWords(run)}.</p>`;
  return section(
    'cost',
    'Cost and latency',
    html`${amounts.length > 0 && scrollable('Cost and latency', table)}${spent}`,
  );
}

function amountRow(run: RunFile, comparison: Comparison, several: boolean): Markup {
  const figures = differenceFigures(metricOf(run, comparison.metric), comparison);
  const cells = [figures.baseline, figures.candidate, figures.change, figures.bounds?.join(' … ')];
  return html`<tr><th scope="row">${labels[comparison.metric] ?? foreign(comparison.metric)}</th>${several && html`<td>${foreign(comparison.model)}</td>`}${cells.map((cell) => html`<td class="number">${cell ?? '–'}</td>`)}</tr>
`;
}
