import type { RunFile } from '../../core/run-file.ts';
import { isEmptyDiff, promptDiff } from '../diff/prompt-diff.ts';
import { promptLines } from '../prompt-text.ts';
import { baselineName, candidateName } from '../verdict-words.ts';
import { section } from './badge.ts';
import { foreignBlock, html, type Markup } from './markup.ts';
import { promptDiffMarkup } from './prompt-diff.ts';

/** What the candidate changes of the prompt; on a first release, the prompt itself. */
export function promptSection(run: RunFile): Markup {
  const { baseline, candidate } = run.arms;
  if (baseline === null) {
    return section('prompt', 'Prompt', foreignBlock(promptLines(candidate.prompt).join('\n'), 'The prompt'));
  }
  const same = html`<p>Both arms send the same messages, parameters and schema.</p>`;
  const diff = promptDiff(baseline.prompt, candidate.prompt);
  if (isEmptyDiff(diff)) return section('prompt', 'Prompt changes', same);
  const heading = html`<p class="muted">From ${baselineName(run)} (−) to ${candidateName(run)} (+)</p>`;
  return section(
    'prompt',
    'Prompt changes',
    html`${baseline.digest === candidate.digest && same}${heading}${promptDiffMarkup(diff)}`,
  );
}
