import { html, type Markup } from '../html/markup.ts';

/** A version that was live from one moment to another, in milliseconds since 1970. */
export interface Period {
  label: string;
  from: number;
  to: number;
}

const width = 960;
const height = 44;
/** Narrower stretches have no room for a label; the table beside has them all. */
const roomForLabel = 34;

/** What an alias named when, from its first move until now. */
export function timeline(periods: readonly Period[], label: string): Markup {
  const start = Math.min(...periods.map(({ from }) => from));
  const end = Math.max(...periods.map(({ to }) => to));
  const x = (moment: number) => round(((moment - start) / Math.max(1, end - start)) * width);
  return html`<svg class="timeline" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${periods.map(({ label: name, from, to }, index) => {
  const [left, size] = [x(from), Math.max(1, round(x(to) - x(from)))];
  const middle = round(left + size / 2);
  return html`<rect class="${index % 2 === 0 ? 'even' : 'odd'}" x="${left}" y="6" width="${size}" height="32"/>${size >= roomForLabel && html`<text x="${middle}" y="28" text-anchor="middle">${name}</text>`}`;
})}
</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
