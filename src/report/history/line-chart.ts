import { type Scale, scaleFor } from '../html/chart-scale.ts';
import { html, type Markup } from '../html/markup.ts';

export interface ChartPoint {
  /** Below the axis: `v3`. */
  label: string;
  value: number;
  /** The ends of a bar through the point; null where there is none. */
  low: number | null;
  high: number | null;
  /** A broken line leads to a point that was measured otherwise than the one before. */
  comparable: boolean;
}

export interface ChartOptions {
  /** Says in words what is drawn. */
  label: string;
  range: readonly [number, number] | null;
  format(value: number): string;
}

const width = 340;
const height = 150;
const plot = { left: 76, right: 326, top: 10, bottom: 124 };
/** Labels below the axis at most. */
const mostLabels = 8;

/** Values in their order as a line, each with its bounds. Colours come from the style sheet. */
export function lineChart(points: readonly ChartPoint[], { label, range, format }: ChartOptions): Markup {
  const sizes = points.flatMap(({ value, low, high }) => [value, low, high]).filter((size) => size !== null);
  const scale = scaleFor(sizes, range);
  const x = (index: number) => horizontal(index, points.length);
  const y = (value: number) => vertical(scale, value);
  return html`<svg class="line-chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${distinct(scale.ticks, format).map((tick) => html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${plot.left - 6}" y="${y(tick) + 4}" text-anchor="end">${format(tick)}</text>`)}
${points.map((point, index) => pointLabel(point, index, points.length, x(index)))}
${points.slice(1).map((point, index) => html`<path class="${point.comparable ? 'line' : 'line broken'}" d="M${x(index)} ${y(points[index]?.value ?? 0)}L${x(index + 1)} ${y(point.value)}"/>`)}
${points.map((point, index) => whisker(point, x(index), y))}
${points.map((point, index) => html`<circle class="point" cx="${x(index)}" cy="${y(point.value)}" r="3.5"/>`)}
</svg>`;
}

/** Without marks that would read like the one before. */
function distinct(ticks: readonly number[], format: (value: number) => string): number[] {
  return ticks.filter((tick, index) => index === 0 || format(tick) !== format(ticks[index - 1] ?? tick));
}

function whisker({ low, high }: ChartPoint, x: number, y: (value: number) => number): Markup | false {
  if (low === null || high === null) return false;
  const cap = (end: number) => html`<path class="cap" d="M${x - 4} ${end}h8"/>`;
  return html`<path class="whisker" d="M${x} ${y(low)}V${y(high)}"/>${cap(y(low))}${cap(y(high))}`;
}

/** As many as fit, always with the last. */
function pointLabel({ label }: ChartPoint, index: number, count: number, x: number): Markup | false {
  const every = Math.ceil(count / mostLabels);
  if ((count - 1 - index) % every !== 0) return false;
  return html`<text class="tick" x="${x}" y="${height - 8}" text-anchor="middle">${label}</text>`;
}

function horizontal(index: number, count: number): number {
  const [left, right] = [plot.left + 12, plot.right - 12];
  return round(count === 1 ? (left + right) / 2 : left + ((right - left) * index) / (count - 1));
}

/** What lies beyond the scale stands at its end. */
function vertical({ from, to }: Scale, value: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return round(plot.bottom - share * (plot.bottom - plot.top));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
