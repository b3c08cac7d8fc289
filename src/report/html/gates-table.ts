import { formatCount } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { boundsWords, type Figures } from '../figures.ts';
import { type GateRow, gateRows, limitBeside, metricOf, modelCount } from '../gate-rows.ts';
import { baselineName, candidateName, sizeWords } from '../verdict-words.ts';
import { type Axis, axisFor, type Marks, marksOf } from './axis.ts';
import { gateBadge, section } from './badge.ts';
import { axisHead, intervalBar } from './interval-bar.ts';
import { type Content, foreign, html, type Markup } from './markup.ts';
import { type UngatedRow, ungatedRows } from './ungated.ts';

/** What every row of the table needs to know of the whole. */
interface Table {
  run: RunFile;
  /** null where nothing can be drawn. */
  axis: Axis | null;
  /** The head of the column with the bounds; where all are equally sure, it says so for all. */
  between: string;
  sameConfidence: boolean;
}

/** Every gate on one axis, failed ones first, each with its sentence; then the scores that no gate asks about. */
export function gatesSection(run: RunFile): Markup {
  const gates = gateRows(run).map((row) => ({ row, marks: gateMarks(run, row) }));
  const others = ungatedRows(run);
  if (gates.length === 0 && others.length === 0) {
    return section('gates', 'Metrics and gates', html`<p>No gate was asked and nothing was measured.</p>`);
  }
  const marks = [...gates, ...others].map((entry) => entry.marks).filter((entry) => entry !== null);
  const confidences = new Set(
    [...gates.map((gate) => gate.row), ...others.map((other) => other.figures)]
      .map((figures: Figures) => figures.confidence)
      .filter((confidence) => confidence !== null),
  );
  const sameConfidence = confidences.size === 1;
  const table: Table = {
    run,
    axis: marks.length > 0 ? axisFor(marks) : null,
    between: sameConfidence ? `Between, each ${[...confidences].join()} sure` : 'Between',
    sameConfidence,
  };
  const content = html`<table class="gates stack" role="table">
<caption>${caption(table)}</caption>
${tableHead(table)}
${gates.map((gate) => gateBody(table, gate.row, gate.marks))}
${others.map((other) => ungatedBody(table, other))}
</table>`;
  return section('gates', 'Metrics and gates', content);
}

function caption({ run, axis }: Table): Markup {
  const { completed, planned } = run.trials;
  const counts = html`${sizeWords(run)}, ${formatCount(completed)} of ${formatCount(planned)} trials completed.`;
  if (axis === null) return counts;
  return html`${counts} The axis is in points for scores and in per cent for amounts, compressed away from zero; a dashed line is a gate’s limit.`;
}

function tableHead({ run, axis, between }: Table): Markup {
  const head = (content: Content, kind = 'text') =>
    html`<th scope="col" role="columnheader" class="${kind}">${content}</th>`;
  return html`<thead role="rowgroup"><tr role="row">${head('Gate')}${head('Name')}${head(baselineName(run), 'number')}${head(candidateName(run), 'number')}${head('Change', 'number')}${head(between, 'number')}${head(axis ? html`worse ← → better${axisHead(axis)}` : 'Drawn', 'axis')}${head('Limit')}</tr></thead>`;
}

function gateMarks(run: RunFile, { about, comparison, outcome, interval }: GateRow): Marks | null {
  if (about !== 'difference' || !comparison) return null;
  const limit = limitBeside(outcome, interval);
  return marksOf(metricOf(run, comparison.metric), comparison, interval, limit);
}

function gateBody(table: Table, row: GateRow, marks: Marks | null): Markup {
  const { outcome } = row;
  const seen = html`<td role="cell" colspan="4" class="seen" data-label="Seen"><span class="value">${foreign(outcome.actual)}</span></td>`;
  return html`<tbody role="rowgroup" class="gate" data-gate="${outcome.gate}" data-model="${outcome.model ?? ''}">
<tr role="row"><td role="cell" class="state">${gateBadge(outcome)}</td>
<th scope="row" role="rowheader">${foreign(outcome.gate)}${subject(row, modelCount(table.run) > 1)}</th>${row.candidate === null ? seen : figureCells(table, row)}
<td role="cell" class="axis">${marks && table.axis && intervalBar(table.axis, marks, outcome.status, barLabel(row))}</td>
<td role="cell" class="limit-words" data-label="Limit"><span class="value">${foreign(outcome.expected)}</span></td></tr>
<tr role="row" class="why"><td role="cell" colspan="8">${foreign(outcome.text)}</td></tr></tbody>
`;
}

/** Which metric and slice, where the gate's name does not say it already, and which of several models. */
function subject({ outcome }: GateRow, several: boolean): Markup | false {
  const { metric, slice, model, gate } = outcome;
  const unnamed = [metric, slice].filter((part) => part !== null && !gate.includes(part));
  const parts = several && model !== null ? [...unnamed, model] : unnamed;
  return parts.length > 0 && html`<span class="note">${foreign(parts.join(' · '))}</span>`;
}

function figureCells({ run, between, sameConfidence }: Table, figures: Figures): Markup {
  const cell = (name: string, label: string, value: Content) =>
    html`<td role="cell" class="number ${name}" data-label="${label}"><span class="value">${value ?? '–'}</span></td>`;
  const sure = !sameConfidence && html`<span class="note">each ${figures.confidence} sure</span>`;
  const words = boundsWords(figures);
  const bounds = words && html`${words}${sure}`;
  return html`${cell('baseline', baselineName(run), figures.baseline)}${cell('candidate', candidateName(run), figures.candidate)}${cell('change', 'Change', figures.change)}${cell('bounds', between, bounds)}`;
}

function barLabel(figures: Figures): string {
  const between = figures.bounds === null ? '' : `, between ${figures.bounds.join(' and ')}`;
  return `Change ${figures.change ?? 'unknown'}${between}`;
}

function ungatedBody(table: Table, { name, model, figures, marks }: UngatedRow): Markup {
  return html`<tbody role="rowgroup" class="ungated"><tr role="row"><td role="cell" class="state"><span class="note">no gate</span></td>
<th scope="row" role="rowheader">${foreign(name)}${model !== null && html`<span class="note">${foreign(model)}</span>`}</th>${figureCells(table, figures)}
<td role="cell" class="axis">${marks && table.axis && intervalBar(table.axis, marks, 'none', barLabel(figures))}</td>
<td role="cell" class="limit-words" data-label="Limit"><span class="value">–</span></td></tr></tbody>
`;
}
