import { type Comparison, sidesOf } from '../../core/comparison.ts';
import { formatMilliseconds, formatShare, formatUsd } from '../../core/format.ts';
import { type LatencySpread, latencyShares } from '../../core/latency-spread.ts';
import { isLate } from '../../core/lateness.ts';
import type { RunFile } from '../../core/run-file.ts';
import { differenceFigures } from '../figures.ts';
import { metricOf, modelCount } from '../gate-rows.ts';
import { spentWords } from '../spent-words.ts';
import { baselineName, cachedWords, candidateName, durationWords } from '../verdict-words.ts';
import { scrollable, section } from './badge.ts';
import { latencyChart } from './latency-chart.ts';
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
    html`${amounts.length > 0 && scrollable('Cost and latency', table)}${latencySection(run)}${spent}`,
  );
}

const shownShares = [0.5, 0.95, 0.99];

/** How long answers took, as lines and as the three figures that people ask for. */
function latencySection(run: RunFile): Markup[] {
  const models = [...new Set((run.latencies ?? []).map(({ model }) => model))];
  return models.map((model) => {
    const spreads = (run.latencies ?? []).filter((spread) => spread.model === model);
    const of = models.length > 1 ? ` of ${model}` : '';
    const table = html`<table>
<caption>How long answers took${foreign(of)}: of so many at most</caption>
<thead><tr><th scope="col">Answers</th>${spreads.map(({ arm }) => html`<th scope="col" class="number">${arm === 'baseline' ? baselineName(run) : candidateName(run)}</th>`)}</tr></thead>
<tbody>${shownShares.map((share) => latencyRow(share, spreads))}</tbody></table>`;
    const label = `Latency${of} by the share of answers; the broken line is the baseline`;
    const late = spreads.some((spread) => spread.late && isLate(spread.late));
    const note = html`<p>The process that ran this was busy when answers came, so these may be too long; run.json says in <code>latencies</code> by how much at most.</p>`;
    return html`<div class="spreads">${latencyChart(spreads, label)}${table}</div>${late && note}`;
  });
}

function latencyRow(share: number, spreads: readonly LatencySpread[]): Markup {
  const at = latencyShares.indexOf(share);
  return html`<tr><th scope="row">${formatShare(share, 0)}</th>${spreads.map(({ ms }) => html`<td class="number">${formatMilliseconds(ms[at] ?? 0)}</td>`)}</tr>
`;
}

function amountRow(run: RunFile, comparison: Comparison, several: boolean): Markup {
  const figures = differenceFigures(metricOf(run, comparison.metric), comparison);
  const cells = [figures.baseline, figures.candidate, figures.change, figures.bounds?.join(' … ')];
  const perThousand = comparison.metric === 'cost' && thousandRow(comparison, several, figures);
  return html`${perThousand}<tr><th scope="row">${labels[comparison.metric] ?? foreign(comparison.metric)}</th>${several && html`<td>${foreign(comparison.model)}</td>`}${cells.map((cell) => html`<td class="number">${cell ?? '–'}</td>`)}</tr>
`;
}

/** What people plan with; the change is that of one answer. */
function thousandRow(
  comparison: Comparison,
  several: boolean,
  figures: ReturnType<typeof differenceFigures>,
): Markup | false {
  const { baseline, candidate } = sidesOf(comparison);
  if (candidate === null) return false;
  const cells = [
    baseline === null ? null : formatUsd(baseline * 1000),
    formatUsd(candidate * 1000),
    figures.change,
    figures.bounds?.join(' … '),
  ];
  return html`<tr><th scope="row">Cost of 1,000 answers</th>${several && html`<td>${foreign(comparison.model)}</td>`}${cells.map((cell) => html`<td class="number">${cell ?? '–'}</td>`)}</tr>
`;
}
