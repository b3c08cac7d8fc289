import type { Comparison } from '../../core/comparison.ts';
import { formatCount } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { worseSliceNote, worseSliceWords } from '../findings.ts';
import { metricOf, modelCount } from '../gate-rows.ts';
import { showChange, showValue } from '../shared/case-figures.ts';
import { scrollable, section } from './badge.ts';
import { foreign, html, type Markup } from './markup.ts';

/** Below this many pairs a slice's change says little; its cell is hatched. */
const fewPairs = 20;

/** A grid of slices × metrics: the change of each, and on how many cases. */
export function slicesSection(run: RunFile): Markup | false {
  const sliced = run.comparisons.filter((comparison) => comparison.slice !== null);
  if (sliced.length === 0) return false;
  const metrics = unique(sliced.map((comparison) => comparison.metric));
  const several = modelCount(run) > 1;
  const rows = unique(sliced.map(rowKey)).map((key) =>
    sliced.filter((comparison) => rowKey(comparison) === key),
  );
  const table = html`<table class="slices" role="table">
<caption>Change from baseline to candidate per slice, and the number of cases behind it. Hatched: fewer than ${fewPairs} cases.</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Slice</th>${several && html`<th scope="col" role="columnheader">Model</th>`}${metrics.map((metric) => html`<th scope="col" role="columnheader" class="number">${foreign(metric)}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => sliceRow(run, row, metrics, several))}</tbody></table>`;
  return section('slices', 'Slices', html`${worseSlices(run)}${scrollable('Slices', table)}`);
}

function worseSlices(run: RunFile): Markup | false {
  const words = worseSliceWords(run);
  if (words.length === 0) return false;
  return html`<h3>Slices that got worse</h3>
<p class="muted">${worseSliceNote}</p>
<ul>${words.map((text) => html`<li>${foreign(text)}</li>`)}</ul>
`;
}

function sliceRow(
  run: RunFile,
  row: readonly Comparison[],
  metrics: readonly string[],
  several: boolean,
): Markup {
  const cells = metrics.map((metric) =>
    cell(
      run,
      metric,
      row.find((comparison) => comparison.metric === metric),
    ),
  );
  return html`<tr role="row"><th scope="row" role="rowheader">${foreign(row[0]?.slice ?? '')}</th>${several && html`<td role="cell">${foreign(row[0]?.model ?? '')}</td>`}${cells}</tr>
`;
}

function cell(run: RunFile, id: string, comparison: Comparison | undefined): Markup {
  if (comparison === undefined) return html`<td role="cell" class="number" data-label="${id}">–</td>`;
  const metric = metricOf(run, id);
  const count = comparison.baseline === null ? comparison.candidate.n : comparison.pairs;
  const value = comparison.candidate.n === 0 ? '–' : showValue(metric, comparison.candidate.value);
  const shown = comparison.delta === null ? value : showChange(metric, comparison.delta);
  return html`<td role="cell" class="number ${count < fewPairs ? 'few' : 'enough'}" data-label="${id}"${address(run, comparison)}>${shown}<span class="note">n=${formatCount(count)}</span></td>`;
}

/** By what the page's program finds the cases of a cell. */
function address(run: RunFile, { slice, model, metric }: Comparison): Markup {
  const isScore = metricOf(run, metric).kind !== 'amount';
  return html` data-slice="${slice}"${modelCount(run) > 1 && html` data-model="${model}"`}${isScore && html` data-metric="${metric}"`}`;
}

function rowKey(comparison: Comparison): string {
  return `${comparison.slice}\n${comparison.model}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
