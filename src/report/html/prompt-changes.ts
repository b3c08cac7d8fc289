import type { RunFile } from '../../core/run-file.ts';
import type { DiffLine } from '../line-diff.ts';
import { diffLineText, promptChanges, promptLines } from '../prompt-text.ts';
import { baselineName, candidateName } from '../verdict-words.ts';
import { section } from './badge.ts';
import { foreignBlock, html, type Markup } from './markup.ts';

/** What the candidate changes of the prompt; on a first release, the prompt itself. */
export function promptSection(run: RunFile): Markup {
  const changes = promptChanges(run);
  if (changes === null) {
    return section('prompt', 'Prompt', foreignBlock(promptLines(run.arms.candidate.prompt).join('\n')));
  }
  if (changes.length === 0) {
    return section(
      'prompt',
      'Prompt changes',
      html`<p>Both arms send the same messages, parameters and schema.</p>`,
    );
  }
  const heading = html`<p class="muted">From ${baselineName(run)} (−) to ${candidateName(run)} (+)</p>`;
  const lines = html`<pre class="diff" dir="auto" role="region" aria-label="Prompt diff" tabindex="0">${changes.map(diffLine)}</pre>`;
  return section('prompt', 'Prompt changes', html`${heading}${lines}`);
}

const elements = {
  removed: (text: string) => html`<del>${text}\n</del>`,
  added: (text: string) => html`<ins>${text}\n</ins>`,
  same: (text: string) => html`<span>${text}\n</span>`,
};

function diffLine(line: DiffLine | null): Markup {
  return elements[line?.kind ?? 'same'](diffLineText(line));
}
