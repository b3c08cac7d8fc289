import { html, type Markup } from '../html/markup.ts';

/** What a page lacks because it could not be read. */
export function problemNotices(problems: readonly string[]): Markup {
  return html`${problems.map((problem) => html`<p class="notice">Could not be read: ${problem}</p>\n`)}`;
}
