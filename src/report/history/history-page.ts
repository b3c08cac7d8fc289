import { counted, formatCount, formatTime } from '../../core/format.ts';
import { renderDocument } from '../html/document.ts';
import { type Content, foreign, html, type Markup } from '../html/markup.ts';
import { glyphs } from '../verdict-words.ts';
import type { PromptHistory } from './history.ts';
import { historyStyle } from './history-style.ts';
import { type HistoryLinks, linkTo } from './links.ts';
import { metricsSection } from './metrics-section.ts';
import { problemNotices } from './problem-notices.ts';
import { releasesSection } from './releases-section.ts';
import { outcomeBadge } from './run-words.ts';
import { usdWords } from './usd-words.ts';
import { runsSection, verdictsSection } from './verdicts-section.ts';
import { versionsSection } from './versions-section.ts';

export interface HistoryPage {
  history: PromptHistory;
  links: HistoryLinks;
  now: Date;
  tool: string;
}

/** `history.html`: everything that is kept of one prompt. */
export function renderHistoryPage({ history, links, now, tool }: HistoryPage): string {
  const newest = history.runs[0];
  return renderDocument({
    title: `${newest ? `${glyphs[newest.verdict]} ` : ''}${history.prompt} · history · prompteval`,
    subject: 'the history',
    sheet: historyStyle,
    main: html`${header(history, links)}${verdictsSection(history, links)}${metricsSection(history)}${versionsSection(history, links)}${releasesSection(history, links, now)}${runsSection(history, links)}`,
    footer: html`Made by prompteval ${tool} on ${formatTime(now.toISOString())}.`,
  });
}

function header(history: PromptHistory, links: HistoryLinks): Markup {
  const { prompt, description, runs, versions, volume, live } = history;
  const stable = live.find(({ alias }) => alias === 'stable') ?? live[0];
  const cost = versions.find(({ version }) => version === stable?.version)?.costAMonthUsd ?? null;
  const others = live.filter((entry) => entry !== stable);
  const entries: [string, Content][] = [
    [
      'Live',
      stable
        ? html`v${stable.version} <span class="note">${foreign(stable.alias)} since ${formatTime(stable.since)}, by ${foreign(stable.by)}</span>`
        : 'nothing',
    ],
    ...others.map(({ alias, version }): [string, Content] => [alias, `v${version}`]),
    ['Last run', runs[0] ? html`${outcomeBadge(runs[0])} ${formatTime(runs[0].startedAt)}` : 'never'],
    ['Kept', `${counted(versions.length, 'version')}, ${counted(runs.length, 'run')}`],
    ...(volume === null ? [] : [['A month', monthWords(volume, cost)] satisfies [string, Content]]),
  ];
  return html`<header>
<p class="crumb">${linkTo(links.portfolio, html`All prompts`)} · ${foreign(prompt)}</p>
<h1><span>History of ${foreign(prompt)}</span></h1>
${description !== null && html`<p class="headline">${foreign(description)}</p>\n`}<dl class="strip">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${problemNotices(history.problems)}</header>
`;
}

function monthWords(volume: number, cost: number | null): string {
  return `${formatCount(volume)} calls${cost === null ? '' : `, ${usdWords(cost)}`}`;
}
