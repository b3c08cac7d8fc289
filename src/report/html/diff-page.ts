import type { PromptDiff } from '../diff/prompt-diff.ts';
import { renderDocument } from './document.ts';
import { foreign, html } from './markup.ts';
import { promptDiffMarkup } from './prompt-diff.ts';

export interface DiffPage {
  /** As they were asked for: `triage@stable`. */
  from: string;
  to: string;
  diff: PromptDiff;
  /** What it means for a model and for callers, a sentence each. */
  remarks: readonly string[];
}

/** `diff --format html`. */
export function renderDiffPage({ from, to, diff, remarks }: DiffPage): string {
  return renderDocument({
    title: `${from} → ${to} · prompteval`,
    subject: 'the changes',
    main: html`<h1>${foreign(from)} → ${foreign(to)}</h1>
${remarks.map((remark) => html`<p class="notice">${remark}</p>\n`)}${promptDiffMarkup(diff)}`,
    footer: html`Made by prompteval.`,
  });
}
