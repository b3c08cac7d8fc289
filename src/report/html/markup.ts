import { printable } from '../../core/text.ts';

/** A piece of HTML that is safe to put into a page. Only the `html` tag makes one. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[];

/**
 * A template whose values are escaped unless they are Markup themselves; lists are joined, and null, undefined
 * and false leave nothing. Values stand in text or in quoted attributes, never in a script, a style or a tag name.
 */
export function html(parts: TemplateStringsArray, ...values: Content[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + render(values[index - 1]) + part));
}

function render(value: Content): string {
  if (value instanceof Markup) return value.text;
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also shows control characters and direction marks as `�`, so that no text can reorder the page around it. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Foreign text in a line: its writing direction is found from itself and does not reach outside. */
export function foreign(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

/** Texts beyond this many characters are cut; trials.jsonl has them whole. */
const longestText = 20_000;

/**
 * Foreign text as a block, with its line breaks. A long one scrolls by itself, so it can be reached by keyboard.
 *
 * @param label what it is, for those who do not see where it stands.
 */
export function foreignBlock(text: string, label: string): Markup {
  const kept = text.length <= longestText ? text : `${text.slice(0, longestText).toWellFormed()}…`;
  const cut = kept !== text && html`<p class="muted">Cut here; trials.jsonl has the whole text.</p>`;
  return html`<pre dir="auto" role="group" aria-label="${label}" tabindex="0">${kept}</pre>${cut}`;
}
