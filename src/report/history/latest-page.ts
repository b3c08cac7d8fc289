import { formatTime } from '../../core/format.ts';
import { badge } from '../html/badge.ts';
import { renderDocument } from '../html/document.ts';
import { foreign, html } from '../html/markup.ts';
import type { HistoryRun } from './history.ts';
import { outcomeWords } from './run-words.ts';

/** The page of a lasting address that leads to the newest run's report. */
export function renderLatestPage(prompt: string, run: HistoryRun, target: string): string {
  return renderDocument({
    title: `${prompt} · newest run · prompteval`,
    subject: 'the newest run',
    goTo: target,
    main: html`<h1>${badge(run.verdict, outcomeWords(run))} <span>${foreign(prompt)}</span></h1>
<p><a href="${target}">The report of ${formatTime(run.startedAt)}</a></p>
`,
    footer: html`Made by prompteval.`,
  });
}
