import { formatPoints } from '../../core/format.ts';
import type { GateStatus } from '../../core/verdict.ts';
import type { Axis, Marks } from './axis.ts';
import { html, type Markup } from './markup.ts';

const width = 240;
const height = 26;
const edge = 6;
const middle = height / 2;

/**
 * One interval on the shared axis. The colour comes from the outcome's status alone: a bar that touches its
 * limit must not look otherwise than the verdict beside it. `label` says the same in words.
 */
export function intervalBar(axis: Axis, marks: Marks, status: GateStatus | 'none', label: string): Markup {
  const x = (share: number) => round(edge + axis.position(share) * (width - 2 * edge));
  const grid = axis.ticks.filter((tick) => tick !== 0);
  return html`<svg class="bar bar-${status}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
${grid.map((tick) => html`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${height}"/>`)}
<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height}"/>
${marks.limit !== null && html`<line class="limit" x1="${x(marks.limit)}" x2="${x(marks.limit)}" y1="1" y2="${height - 1}"/>`}
${range(axis, marks, x)}
${marks.delta !== null && html`<circle class="point" cx="${x(marks.delta)}" cy="${middle}" r="5"/>`}
</svg>`;
}

function range(axis: Axis, marks: Marks, x: (share: number) => number): Markup | false {
  if (marks.delta === null && marks.low === null && marks.high === null) return false;
  if (marks.low === null && marks.high === null) return false;
  const low = marks.low ?? -Number.MAX_VALUE;
  const high = marks.high ?? Number.MAX_VALUE;
  const [left, right] = [x(low), x(high)];
  return html`<line class="range" x1="${left}" x2="${right}" y1="${middle}" y2="${middle}"/>
${low < -axis.reach ? arrow(left, -1) : cap(left)}${high > axis.reach ? arrow(right, 1) : cap(right)}`;
}

function cap(x: number): Markup {
  return html`<line class="cap" x1="${x}" x2="${x}" y1="${middle - 5}" y2="${middle + 5}"/>`;
}

/** The bound lies beyond the end of the axis. */
function arrow(x: number, direction: 1 | -1): Markup {
  const back = x - direction * 6;
  return html`<path class="arrow" d="M${back} ${middle - 5}L${x} ${middle}L${back} ${middle + 5}"/>`;
}

/** The labels of the axis, for the head of the column. */
export function axisHead(axis: Axis): Markup {
  const x = (share: number) => round(edge + axis.position(share) * (width - 2 * edge));
  return html`<svg class="bar" viewBox="0 0 ${width} 16" width="${width}" height="16" aria-hidden="true">
${axis.ticks.map((tick) => html`<text class="tick" x="${x(tick)}" y="12" text-anchor="middle">${tickLabel(tick)}</text>`)}
</svg>`;
}

/** In points or per cent, which the caption says; a unit on every tick would not fit. */
function tickLabel(tick: number): string {
  return `${tick > 0 ? '+' : ''}${formatPoints(tick)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
