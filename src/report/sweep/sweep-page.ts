import { formatCount, formatTime, formatUsd } from '../../core/format.ts';
import { findMetric } from '../../core/metrics.ts';
import type { SweepFile } from '../../core/sweep.ts';
import { axisFor, marksOf } from '../html/axis.ts';
import { badge, scrollable, section } from '../html/badge.ts';
import { renderDocument } from '../html/document.ts';
import { axisHead, intervalBar } from '../html/interval-bar.ts';
import { type Content, foreign, html, type Markup } from '../html/markup.ts';
import { type SweepLine, sweepGroups } from './sweep-lines.ts';
import { clearsStatus, clearsWords, findingsOf, sizeWords } from './sweep-words.ts';

/** `index.html` of a sweep: one file that needs nothing else. */
export function renderSweepPage(sweep: SweepFile): string {
  return renderDocument({
    title: `${sweep.prompt} · sweep · prompteval`,
    subject: 'the table',
    sheet,
    main: html`${header(sweep)}${tableSection(sweep)}${gatesSection(sweep)}${warningsSection(sweep)}`,
    footer: html`Made by ${foreign(sweep.tool)} from ${sweep.id} on ${formatTime(sweep.finishedAt)}. It never promotes.`,
  });
}

const sheet = `
.sweep tr.stable > * { background: var(--panel); font-weight: 600; }
.sweep tr.dominated > * { color: var(--muted); font-weight: 400; }
.sweep th[scope=row] { min-width: 8rem; }
.sweep td.text { min-width: 4.5rem; }
.sweep .model { display: block; font-weight: 400; }
.sweep caption { max-width: min(90ch, 100cqi); }
.findings { margin: 0 0 1rem; padding: 0; list-style: none; max-width: 80ch; }
.findings li { margin: 0 0 .4rem; }
.reasons-of li { margin-bottom: .3rem; }
`;

function header(sweep: SweepFile): Markup {
  const { prompt, spend, trials } = sweep;
  const entries: [string, Content][] = [
    ['Compared', sizeWords(sweep)],
    ['Dataset', foreign(sweep.dataset.name)],
    [
      'Trials',
      `${formatCount(trials.completed)} of ${formatCount(trials.planned)}, ${formatCount(trials.cached)} from the cache`,
    ],
    ['Spent', formatUsd(spend.usd + spend.judgeUsd)],
  ];
  return html`<header>
<p class="crumb">Sweep · ${foreign(prompt)}</p>
<h1><span>Variants of ${foreign(prompt)}</span></h1>
<ul class="findings">${findingsOf(sweep).map((text) => html`<li>${foreign(text)}</li>`)}</ul>
<dl class="strip">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
`;
}

interface Column {
  title: Content;
  isNumber: boolean;
  cell(line: SweepLine): Content;
}

function columnsOf(sweep: SweepFile): Column[] {
  const text = (title: string, cell: Column['cell']): Column => ({ title, isNumber: false, cell });
  const number = (title: string, cell: Column['cell']): Column => ({ title, isNumber: true, cell });
  return [
    text('Gates', ({ row }) => row && badge(clearsStatus[row.clears], clearsWords(row))),
    ...(sweep.quality === null
      ? []
      : [
          number(sweep.quality, ({ quality }) => quality),
          number('Change', ({ change }) => change),
          number('Between', ({ bounds }) => bounds),
          ...drawnColumn(sweep),
          text('After Holm', ({ standing }) => standing),
        ]),
    ...(sweep.schema === null || sweep.schema === sweep.quality
      ? []
      : [number(sweep.schema, ({ schema }) => schema)]),
    number('Cost of 1,000 cases', ({ cost }) => cost),
    number('Typical latency', ({ latency }) => latency),
    text('Note', ({ note }) => note),
  ];
}

/** The changes on one axis, as in the report of a run. */
function drawnColumn(sweep: SweepFile): Column[] {
  const metric = findMetric(sweep.metrics, sweep.quality ?? '');
  const drawn = new Map(
    sweep.rows.flatMap((row) => {
      const found = row.comparisons.find(({ metric: id, slice }) => id === metric?.id && slice === null);
      const marks = metric && found ? marksOf(metric, found, found.interval) : null;
      return marks ? [[row.row, marks] as const] : [];
    }),
  );
  if (drawn.size === 0) return [];
  const axis = axisFor([...drawn.values()]);
  const cell = ({ row, change, bounds }: SweepLine) => {
    const marks = row && drawn.get(row.row);
    const colour = row?.standing === 'better' ? 'pass' : row?.standing === 'worse' ? 'fail' : 'none';
    return marks && intervalBar(axis, marks, colour, `Change ${change}, between ${bounds}`);
  };
  return [{ title: html`worse ← → better${axisHead(axis)}`, isNumber: false, cell }];
}

function tableSection(sweep: SweepFile): Markup {
  const columns = columnsOf(sweep);
  const caption = `Change and its bounds are against ${sweep.alias} on the same model and setting, each bound as sure as its gate asks (95 % where none does). Better and worse are said after Holm's correction over all rows. A greyed row is dominated: another one is proven better in something and measured worse in nothing.`;
  const table = html`<table class="sweep"><caption>${caption}</caption>
<thead><tr><th scope="col">Variant</th>${columns.map(({ title, isNumber }) => html`<th scope="col" class="${kind(isNumber)}">${typeof title === 'string' ? foreign(title) : title}</th>`)}</tr></thead>
<tbody>
${sweepGroups(sweep).flatMap((group) => group.map((line, index) => tableRow(line, columns, index === 0)))}</tbody></table>`;
  return section('table', 'Variants, models and settings', scrollable('Variants', table));
}

/** The first row of a group says on which model and settings all of them ran. */
function tableRow(line: SweepLine, columns: readonly Column[], isFirst: boolean): Markup {
  const look = line.row === null ? 'stable' : line.row.dominatedBy.length > 0 ? 'dominated' : 'row';
  const cells = columns.map(({ isNumber, cell }) => html`<td class="${kind(isNumber)}">${cell(line)}</td>`);
  return html`<tr class="${look}"><th scope="row">${line.number !== '' && `${line.number} · `}${foreign(line.name)}${isFirst && html` <span class="model">${foreign(line.model)}</span>`}</th>${cells}</tr>
`;
}

function kind(isNumber: boolean): string {
  return isNumber ? 'number' : 'text';
}

/** What the gates say of each row that does not clear them. */
function gatesSection(sweep: SweepFile): Markup | false {
  const blocked = sweep.rows.filter(({ clears }) => clears !== 'yes');
  if (blocked.length === 0) return false;
  const items = blocked.map(
    ({ row, variant, settings, verdict }) =>
      html`<li>${row} · ${foreign(variant)} on ${foreign(settings.id)}: ${foreign(verdict.headline)}</li>`,
  );
  return section('gates', 'Why rows do not clear every gate', html`<ul class="reasons-of">${items}</ul>`);
}

function warningsSection({ warnings }: SweepFile): Markup | false {
  if (warnings.length === 0) return false;
  return section(
    'warnings',
    'To know',
    html`<ul>${warnings.map((text) => html`<li>${foreign(text)}</li>`)}</ul>`,
  );
}
