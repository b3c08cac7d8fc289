import type { GateOutcome, GateStatus } from '../../core/verdict.ts';
import { gateWord, glyphs } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';

export function badge(status: GateStatus, word: string): Markup {
  return html`<span class="badge ${status}"><span aria-hidden="true">${glyphs[status]}</span> ${word}</span>`;
}

export function gateBadge(outcome: GateOutcome): Markup {
  return html`${badge(outcome.status, gateWord(outcome))}${!outcome.enforced && html`<span class="note">not enforced</span>`}`;
}

/** A wide thing that scrolls by itself, reachable by keyboard, so that the page never scrolls sideways. */
export function scrollable(label: string, content: Markup): Markup {
  return html`<div class="scroll" role="region" aria-label="${label}: table" tabindex="0">${content}</div>`;
}

/** A section of the page with its heading. */
export function section(id: string, title: string, content: Markup): Markup {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${content}</section>
`;
}
