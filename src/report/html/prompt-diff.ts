import type { DiffLine, LinePart } from '../diff/diff-lines.ts';
import { type FieldTable, fieldTables, type MessageBlock, messageBlocks } from '../diff/diff-words.ts';
import type { PromptDiff } from '../diff/prompt-diff.ts';
import { scrollable } from './badge.ts';
import { foreign, html, type Markup } from './markup.ts';

/** A comparison of two versions: the messages by word, then a table for each group of fields. */
export function promptDiffMarkup(diff: PromptDiff): Markup {
  return html`${messageBlocks(diff).map(messageMarkup)}${fieldTables(diff).map(tableMarkup)}`;
}

function messageMarkup({ title, lines }: MessageBlock): Markup {
  if (lines.length === 0) return html`<p class="muted">${title}</p>\n`;
  return html`<h3>${title}</h3>
<pre class="diff" dir="auto" role="region" aria-label="${title}" tabindex="0">${lines.map(lineMarkup)}</pre>
`;
}

/** The sign stands in the text, so that nothing is said by colour alone. */
function lineMarkup({ sign, parts }: DiffLine): Markup {
  const text = html`${sign} ${parts.map((part) => (sign === '!' ? partMarkup(part) : part.text))}\n`;
  if (sign === '+') return html`<ins>${text}</ins>`;
  return sign === '-'
    ? html`<del>${text}</del>`
    : html`<span${sign === '…' && html` class="muted"`}>${text}</span>`;
}

function partMarkup({ kind, text }: LinePart): Markup {
  if (kind === 'added') return html`<ins>${text}</ins>`;
  if (kind === 'removed') return html`<del>${text}</del>`;
  return kind === 'skipped' ? html`<span class="muted">${text}</span>` : html`${text}`;
}

const deeds = { '+': 'added', '-': 'removed', '!': 'changed' } as const;

function tableMarkup({ title, rows }: FieldTable): Markup {
  const table = html`<table class="fields">
<caption>${title}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${rows.map(
    ({ sign, field, before, after }) =>
      html`<tr><th scope="row"><code>${foreign(field)}</code></th><td>${deeds[sign]}</td><td>${foreign(before)}</td><td>${foreign(after)}</td></tr>
`,
  )}</tbody></table>`;
  return scrollable(title, table);
}
