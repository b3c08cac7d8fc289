import { formatTime } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { aliasSentence, rollbackCommand } from '../verdict-words.ts';
import { section } from './badge.ts';
import { type Content, foreign, html, type Markup } from './markup.ts';

/** Everything that is needed to say exactly what was compared, and to undo it. */
export function provenanceSection(run: RunFile): Markup {
  const { baseline, candidate } = run.arms;
  const entries: [string, Content][] = [
    ['Run', foreign(run.id)],
    ['Candidate', code(candidate.digest)],
    ['Baseline', baseline === null ? 'none' : code(baseline.digest)],
    ['Dataset', code(run.dataset.digest)],
    ['Evaluators', code(run.digests.evaluators)],
    ['Gates', code(run.digests.gates)],
    ['Trials', code(run.digests.trials)],
    ...run.pairings.map((pairing): [string, Content] => [
      `Model ${pairing.id}`,
      html`${pairing.baseline && html`${foreign(pairing.baseline.model)} → `}${foreign(pairing.candidate.model)}`,
    ]),
    ...(run.drift?.served ?? []).map(({ model, atRelease, now }): [string, Content] => [
      `Served as ${model}`,
      html`${foreign(atRelease.join(', '))} → ${foreign(now.join(', '))}`,
    ]),
    ['Started', formatTime(run.startedAt)],
    ['Finished', formatTime(run.finishedAt)],
    ['By', foreign(run.actor)],
    ['Tool', foreign(run.tool)],
    ...(run.prices === undefined ? [] : [['Prices', foreign(run.prices)] satisfies [string, Content]]),
    [
      'Git',
      run.git === null
        ? 'not in a repository'
        : html`${code(run.git.commit)}${run.git.dirty && ' with uncommitted changes'}`,
    ],
  ];
  const list = html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  return html`${section('release', 'Release', release(run))}${section('provenance', 'Provenance', list)}`;
}

function release(run: RunFile): Markup {
  if (run.release === null) {
    return html`<p>Nothing was released: ${aliasSentence(run)}. ${run.plan.because !== '' && foreign(run.plan.because)}</p>`;
  }
  const { alias, seq } = run.release;
  return html`<p>${aliasSentence(run)}: move ${seq} of ${foreign(alias)}, resting on this run. To undo it:</p>
<pre tabindex="0">${rollbackCommand(run)}</pre>`;
}

function code(text: string): Markup {
  return html`<code>${text}</code>`;
}
