import { formatMilliseconds, formatShare } from '../../core/format.ts';
import { type LatencySpread, latencyShares } from '../../core/latency-spread.ts';
import { scaleFor } from './chart-scale.ts';
import { html, type Markup } from './markup.ts';

const width = 340;
const height = 150;
const plot = { left: 64, right: 322, top: 8, bottom: 126 };
/** The slowest few would press all others flat; the table beside it has their figures. */
const drawnTo = 0.95;
const marks = [0, 0.25, 0.5, 0.75, drawnTo];

/** The share of answers that took at most so long, an arm a line; the baseline's is broken. */
export function latencyChart(spreads: readonly LatencySpread[], label: string): Markup {
  const scale = scaleFor(
    spreads.flatMap(({ ms }) => drawn(ms)),
    null,
  );
  const x = (share: number) => round(plot.left + (share / drawnTo) * (plot.right - plot.left));
  const y = (ms: number) =>
    round(plot.bottom - ((ms - scale.from) / (scale.to - scale.from)) * (plot.bottom - plot.top));
  const path = ({ ms }: LatencySpread) =>
    drawn(ms)
      .map((value, index) => `${index === 0 ? 'M' : 'L'}${x(latencyShares[index] ?? 1)} ${y(value)}`)
      .join('');
  return html`<svg class="bar spread" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
${scale.ticks.map((tick) => html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${plot.left - 6}" y="${y(tick) + 4}" text-anchor="end">${formatMilliseconds(tick)}</text>`)}
${marks.map((share) => html`<text class="tick" x="${x(share)}" y="${height - 8}" text-anchor="middle">${formatShare(share, 0)}</text>`)}
${spreads.map((spread) => html`<path class="${spread.arm}" d="${path(spread)}"/>`)}
</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function drawn(ms: readonly number[]): number[] {
  return ms.filter((_, index) => (latencyShares[index] ?? 1) <= drawnTo);
}
