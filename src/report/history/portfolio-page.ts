import { shortDigest } from '../../core/digest.ts';
import { formatCount, formatTime } from '../../core/format.ts';
import type { ChecklistItem } from '../../core/plan-record.ts';
import { badge, section } from '../html/badge.ts';
import { renderDocument } from '../html/document.ts';
import { type Content, foreign, html, type Markup } from '../html/markup.ts';
import { dataTable } from './data-table.ts';
import { historyStyle } from './history-style.ts';
import { linkTo } from './links.ts';
import { checklistWords, type PortfolioEntry, portfolioTotals } from './portfolio.ts';
import { problemNotices } from './problem-notices.ts';
import { outcomeBadge } from './run-words.ts';
import { usdWords } from './usd-words.ts';

/** Where the pages of a prompt stand, seen from the portfolio; null where there is none. */
export interface PortfolioLinks {
  history(prompt: string): string | null;
  run(prompt: string, id: string): string | null;
}

export interface PortfolioPage {
  entries: readonly PortfolioEntry[];
  links: PortfolioLinks;
  now: Date;
  tool: string;
}

/** The page that managers open: every prompt, what is live, and what waits for somebody. */
export function renderPortfolioPage({ entries, links, now, tool }: PortfolioPage): string {
  return renderDocument({
    title: 'All prompts · prompteval',
    subject: 'the prompts',
    sheet: historyStyle,
    main: html`${header(entries)}${promptsSection(entries, links)}${incidentsSection(entries)}${plansSection(entries)}${checklistsSection(entries)}`,
    footer: html`Made by prompteval ${tool} on ${formatTime(now.toISOString())}.`,
  });
}

function header(entries: readonly PortfolioEntry[]): Markup {
  const totals = portfolioTotals(entries);
  const unknown = totals.unknownCost;
  const cost = html`${usdWords(totals.costAMonthUsd)}${unknown > 0 && html`<span class="note">not known of ${formatCount(unknown)} ${unknown === 1 ? 'prompt' : 'prompts'}</span>`}`;
  const facts: [string, Content][] = [
    ['Prompts', `${formatCount(totals.prompts)}, ${formatCount(totals.live)} live`],
    ['Last run not passed', formatCount(totals.open)],
    ['Open incidents', formatCount(totals.incidents)],
    ['Waiting plans', formatCount(totals.plans)],
    ['Cost a month', cost],
  ];
  return html`<header>
<p class="crumb">prompteval</p>
<h1><span>All prompts</span></h1>
<dl class="strip">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${problemNotices(entries.flatMap(({ prompt, problems }) => problems.map((problem) => `${prompt}: ${problem}`)))}</header>
`;
}

function promptsSection(entries: readonly PortfolioEntry[], links: PortfolioLinks): Markup {
  if (entries.length === 0) return section('prompts', 'Prompts', html`<p>The config has no prompt.</p>`);
  const columns = [
    { title: 'Prompt' },
    { title: 'Live' },
    { title: 'Owner' },
    { title: 'Last verdict' },
    { title: 'Incidents', number: true },
    { title: 'Plans', number: true },
    { title: 'Cost a month', number: true },
    { title: 'Checklist' },
  ];
  const rows = entries.map((entry) => row(entry, links));
  return section('prompts', 'Prompts', dataTable('Every prompt of the config', columns, rows));
}

function row(entry: PortfolioEntry, links: PortfolioLinks): Content[] {
  const { prompt, description, owner, risk, incidents, plans, checklist } = entry;
  return [
    html`${linkTo(links.history(prompt), foreign(prompt))}${description !== null && html`<span class="note">${foreign(description)}</span>`}`,
    liveCell(entry),
    html`${owner === null ? '–' : foreign(owner)}<span class="note">${risk} risk</span>`,
    lastRunCell(entry, links),
    formatCount(incidents.length),
    formatCount(plans.length),
    costCell(entry),
    checklist === null ? '–' : checklistWords(checklist),
  ];
}

function liveCell({ live }: PortfolioEntry): Markup | string {
  if (live === null) return 'nothing';
  return html`v${live.version}${live.frozen && ' (frozen)'}<span class="note">since ${formatTime(live.since)}</span>`;
}

function lastRunCell({ prompt, lastRun }: PortfolioEntry, links: PortfolioLinks): Markup | string {
  if (lastRun === null) return 'never run';
  return html`${outcomeBadge(lastRun)}<span class="note">${linkTo(links.run(prompt, lastRun.id), html`${formatTime(lastRun.startedAt)}`)}</span>`;
}

function costCell({ costAMonthUsd, costUsd, volume }: PortfolioEntry): Markup {
  const why = volume === null ? 'no volume' : `${formatCount(volume)} calls at ${usdWords(costUsd)}`;
  return html`${usdWords(costAMonthUsd)}<span class="note">${why}</span>`;
}

function incidentsSection(entries: readonly PortfolioEntry[]): Markup {
  const rows = entries.flatMap(({ prompt, incidents }) =>
    incidents.map(({ incident, text, openedAt, needs }) => [
      foreign(prompt),
      `${incident}`,
      formatTime(openedAt),
      foreign(text),
      needs.join(', '),
    ]),
  );
  if (rows.length === 0) return section('incidents', 'Open incidents', html`<p>None.</p>`);
  const columns = ['Prompt', 'Incident', 'Opened', 'What', 'Needs'].map((title) => ({ title }));
  return section('incidents', 'Open incidents', dataTable('Incidents that are open', columns, rows));
}

function plansSection(entries: readonly PortfolioEntry[]): Markup {
  const rows = entries.flatMap(({ prompt, plans }) =>
    plans.map((plan) => [
      foreign(prompt),
      html`<code>${shortDigest(plan.digest)}</code>`,
      html`${plan.what} → ${foreign(plan.alias)}`,
      html`${foreign(plan.by)}<span class="note">${formatTime(plan.at)}</span>`,
      plan.waitsFor === null ? 'can be applied' : foreign(plan.waitsFor),
    ]),
  );
  if (rows.length === 0) return section('plans', 'Waiting plans', html`<p>None.</p>`);
  const columns = ['Prompt', 'Plan', 'Moves', 'Planned by', 'Waits for'].map((title) => ({ title }));
  return section('plans', 'Waiting plans', dataTable('Plans that could still be applied', columns, rows));
}

const states: Record<ChecklistItem['state'], { status: 'pass' | 'inconclusive' | null; word: string }> = {
  done: { status: 'pass', word: 'in place' },
  missing: { status: 'inconclusive', word: 'missing' },
  'not needed': { status: null, word: 'not needed' },
};

/** What stands in the records for what is live now; it informs, gates and approvals decide. */
function checklistsSection(entries: readonly PortfolioEntry[]): Markup | false {
  const known = entries.filter(({ checklist }) => checklist !== null);
  if (known.length === 0) return false;
  const lists = known.map(
    ({
      prompt,
      live,
      checklist,
    }) => html`<details class="case"${checklist?.some(({ state }) => state === 'missing') && html` open`}>
<summary><strong>${foreign(prompt)}</strong> v${live?.version} <span class="muted">${checklistWords(checklist ?? [])}</span></summary>
${dataTable(
  `Checklist of ${prompt}`,
  ['Item', 'State', 'What the records say'].map((title) => ({ title })),
  (checklist ?? []).map(checklistRow),
)}
</details>
`,
  );
  return section(
    'checklists',
    'Release checklists',
    html`<p class="muted">Of what is live, by the records of now. They inform; gates and approvals decide.</p>
${lists}`,
  );
}

function checklistRow({ item, state, text }: ChecklistItem): Content[] {
  const { status, word } = states[state];
  return [item, status === null ? word : badge(status, word), foreign(text)];
}
