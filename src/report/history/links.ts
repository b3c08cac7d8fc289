import { foreign, html, type Markup } from '../html/markup.ts';

/** Where pages stand, seen from the page that links to them; null where there is none. */
export interface HistoryLinks {
  portfolio: string | null;
  run(id: string): string | null;
}

/** `a` where there is something to go to. */
export function linkTo(target: string | null, text: Markup): Markup {
  return target === null ? text : html`<a href="${target}">${text}</a>`;
}

/** A run's id, as a link to its report. */
export function runLink(links: HistoryLinks, id: string | null): Markup | string {
  return id === null ? '–' : linkTo(links.run(id), html`<code>${foreign(id)}</code>`);
}
