import { shortDigest } from '../../core/digest.ts';
import { formatTime } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { verdictAttemptWords } from '../attempt-words.ts';
import type { ReportOptions } from '../report-input.ts';
import { spentWords } from '../spent-words.ts';
import {
  baselineName,
  candidateName,
  durationWords,
  notices,
  releaseSentence,
  sizeWords,
  verdictWord,
} from '../verdict-words.ts';
import { badge } from './badge.ts';
import { type Content, foreign, html, type Markup } from './markup.ts';

/** What a manager reads first: the verdict, why, and who compared what. */
export function verdictHeader(run: RunFile, home?: ReportOptions['home']): Markup {
  return html`<header>
${crumb(run, home)}
<h1>${badge(run.verdict.status, verdictWord(run))} <span>${releaseSentence(run)}</span></h1>
<p class="headline">${foreign(run.verdict.headline)}</p>
${verdictAttemptWords(run).map((words) => html`<p class="note">${words}</p>`)}
${notices(run).map((notice) => html`<p class="notice">${notice}</p>`)}
${strip(run)}
</header>
`;
}

function crumb({ prompt }: RunFile, home: ReportOptions['home']): Markup {
  if (home === undefined) return html`<p class="crumb">prompteval · ${foreign(prompt)}</p>`;
  return html`<p class="crumb"><a href="${home.portfolio}">All prompts</a> · <a href="${home.history}">${foreign(prompt)}</a></p>`;
}

function strip(run: RunFile): Markup {
  const { baseline, candidate } = run.arms;
  const time = durationWords(run);
  const entries: [string, Content][] = [
    ['Candidate', html`${candidateName(run)} ${digest(candidate.digest)}`],
    [
      'Baseline',
      baseline === null ? 'none: a first release' : html`${baselineName(run)} ${digest(baseline.digest)}`,
    ],
    ['Dataset', html`${foreign(run.dataset.name)}, ${sizeWords(run)}`],
    [
      run.models.length === 1 ? 'Model' : 'Models',
      run.models.map((model, index) => html`${index > 0 && ', '}${foreign(modelWords(run, model))}`),
    ],
    ['Run', html`${formatTime(run.startedAt)} by ${foreign(run.actor)}`],
    ['Spent', `${spentWords(run)}${time === '' ? '' : ` in ${time}`}`],
  ];
  return html`<dl class="strip">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A model by its name; `own` by what each arm really ran on. */
function modelWords(run: RunFile, model: string): string {
  const pairing = run.pairings.find((candidate) => candidate.id === model);
  if (!pairing) return model;
  const [before, after] = [pairing.baseline?.model ?? pairing.candidate.model, pairing.candidate.model];
  return before === after ? model : `${before} → ${after}`;
}

function digest(value: string): Markup {
  return html`<code>${shortDigest(value)}</code>`;
}
