import { formatConfidence, formatCount } from '../../core/format.ts';
import { differenceFigures } from '../figures.ts';
import { section } from '../html/badge.ts';
import { foreign, html, type Markup } from '../html/markup.ts';
import { showValue } from '../shared/case-figures.ts';
import { dataTable } from './data-table.ts';
import type { MetricLine, MetricPoint, PromptHistory } from './history.ts';
import { lineChart } from './line-chart.ts';
import { pointBounds } from './point-bounds.ts';

/** Versions that a chart draws; the table has them all. */
const mostDrawn = 40;

/** Each metric over the versions, drawn and as a table of the same figures. */
export function metricsSection({ metrics }: PromptHistory): Markup {
  if (metrics.length === 0) {
    return section('metrics', 'Metrics over versions', html`<p>No version was measured yet.</p>`);
  }
  const note =
    'The value of each version on its own model, and the bounds of its change from the baseline of its run, set on the value. A broken line: the dataset or the evaluators changed in between.';
  return section(
    'metrics',
    'Metrics over versions',
    html`<p class="muted">${note}</p>
<div class="charts">${metrics.map(chart)}</div>
${table(metrics)}`,
  );
}

export function lineName({ metric, model }: MetricLine): string {
  return model === null ? metric.id : `${metric.id} · ${model}`;
}

function chart(line: MetricLine): Markup {
  const { metric } = line;
  const points = line.points.slice(-mostDrawn);
  const left = line.points.length - points.length;
  const format = (value: number) => showValue(metric, value);
  const words = points.map(({ version, value }) => `v${version} ${format(value)}`).join(', ');
  const newest = points.at(-1);
  const drawn = points.map((point) => {
    const bounds = pointBounds(metric, point);
    return { ...point, label: `v${point.version}`, low: bounds?.low ?? null, high: bounds?.high ?? null };
  });
  const svg = lineChart(drawn, { label: `${lineName(line)}: ${words}`, range: metric.range, format });
  return html`<figure><figcaption><strong>${foreign(lineName(line))}</strong> ${newest && html`<span class="newest">${format(newest.value)}</span>`} <span class="muted">${metric.better} is better${left > 0 && `; the newest ${formatCount(points.length)} versions`}</span></figcaption>
${svg}</figure>
`;
}

/** A row a version, the newest first; a column a metric. */
function table(metrics: readonly MetricLine[]): Markup {
  const versions = [...new Set(metrics.flatMap(({ points }) => points.map(({ version }) => version)))];
  const confidences = new Set(
    metrics.flatMap(({ points }) => points.flatMap(({ interval }) => interval?.confidence ?? [])),
  );
  const rows = versions
    .sort((a, b) => b - a)
    .map((version) => [
      `v${version}`,
      ...metrics.map((line) =>
        cell(
          line,
          line.points.find((point) => point.version === version),
          confidences.size === 1,
        ),
      ),
    ]);
  const columns = [{ title: 'Version' }, ...metrics.map((line) => ({ title: lineName(line), number: true }))];
  const sure = confidences.size === 1 ? `, each ${formatConfidence([...confidences][0] ?? 0)} sure` : '';
  return dataTable(`Value, change from the baseline and its bounds${sure}`, columns, rows);
}

function cell(
  { metric }: MetricLine,
  point: MetricPoint | undefined,
  sameConfidence: boolean,
): Markup | undefined {
  if (point === undefined) return undefined;
  const { value, cases, delta, interval, arm } = point;
  const figures = differenceFigures(metric, {
    baseline: null,
    candidate: { value, n: cases },
    delta,
    interval,
  });
  const notes = [
    figures.change,
    figures.bounds && `${figures.bounds.join(' … ')}`,
    figures.bounds && !sameConfidence ? `each ${figures.confidence} sure` : null,
    arm === 'baseline' ? 'as a baseline' : null,
  ].filter((note) => note !== null);
  return html`${figures.candidate}${notes.map((note) => html`<span class="note">${note}</span>`)}`;
}
