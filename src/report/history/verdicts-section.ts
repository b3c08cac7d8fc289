import { formatCount, formatTime } from '../../core/format.ts';
import { section } from '../html/badge.ts';
import { foreign, html, type Markup } from '../html/markup.ts';
import { glyphs } from '../verdict-words.ts';
import { dataTable } from './data-table.ts';
import type { HistoryRun, PromptHistory } from './history.ts';
import { type HistoryLinks, linkTo, runLink } from './links.ts';
import { outcomeBadge, outcomeWords } from './run-words.ts';
import { usdWords } from './usd-words.ts';

/** As many are drawn; the table has them all. */
const mostDrawn = 60;

/** Every verdict in a row, the oldest first. */
export function verdictsSection({ runs }: PromptHistory, links: HistoryLinks): Markup {
  if (runs.length === 0) return section('verdicts', 'Verdicts', html`<p>No run is stored yet.</p>`);
  const drawn = runs.slice(0, mostDrawn).reverse();
  const left = runs.length - drawn.length;
  const note = `${left > 0 ? `The newest ${formatCount(drawn.length)} of ${formatCount(runs.length)} runs` : 'Every run'}, the oldest first.`;
  return section(
    'verdicts',
    'Verdicts',
    html`<p class="muted">${note} ${tally(runs)}</p>
<ol class="verdicts">${drawn.map((run) => html`<li>${mark(run, links)}</li>`)}</ol>`,
  );
}

/** A glyph with its words for those who can't see it. */
function mark(run: HistoryRun, links: HistoryLinks): Markup {
  const words = `${formatTime(run.startedAt)}: ${run.candidate} ${outcomeWords(run)}`;
  const target = links.run(run.id);
  const glyph = html`<span aria-hidden="true">${glyphs[run.verdict]}</span><span class="unseen">${words}</span>`;
  if (target === null) return html`<span class="mark ${run.verdict}" title="${words}">${glyph}</span>`;
  return html`<a class="mark ${run.verdict}" href="${target}" title="${words}">${glyph}</a>`;
}

function tally(runs: readonly HistoryRun[]): string {
  const count = (status: HistoryRun['verdict']) => runs.filter(({ verdict }) => verdict === status).length;
  return `${formatCount(count('pass'))} passed, ${formatCount(count('fail'))} failed, ${formatCount(count('inconclusive'))} inconclusive.`;
}

/** Every run as a table, the newest first. */
export function runsSection({ runs }: PromptHistory, links: HistoryLinks): Markup | false {
  if (runs.length === 0) return false;
  const rows = runs.map((run) => [
    linkTo(links.run(run.id), html`${formatTime(run.startedAt)}`),
    outcomeBadge(run),
    html`${run.candidate}<span class="note">against ${run.baseline}</span>`,
    formatCount(run.cases),
    run.usd === null ? 'unknown' : usdWords(run.usd),
    html`${foreign(run.headline)}<span class="note">${runLink(links, run.id)} by ${foreign(run.actor)}</span>`,
  ]);
  const columns = [
    { title: 'Run' },
    { title: 'Verdict' },
    { title: 'Candidate' },
    { title: 'Cases', number: true },
    { title: 'Cost', number: true },
    { title: 'Why' },
  ];
  return section('runs', 'Runs', dataTable('Every run, the newest first', columns, rows));
}
