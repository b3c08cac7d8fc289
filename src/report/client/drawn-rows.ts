/** Rows that are drawn above and below what is seen, so that scrolling does not show a gap. */
const around = 6;

/** Which of many rows of one height have to be drawn: from `start` up to `end`, in pixels and counts. */
export function drawnRows(view: { top: number; height: number }, rowHeight: number, count: number) {
  const first = Math.floor(view.top / rowHeight) - around;
  const last = Math.ceil((view.top + view.height) / rowHeight) + around;
  return { start: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(last, count)) };
}

/** Where a list must be scrolled to so that a row is seen: as little as possible. */
export function scrollTopFor(row: number, view: { top: number; height: number }, rowHeight: number): number {
  const top = row * rowHeight;
  if (top < view.top) return top;
  return Math.max(view.top, top + rowHeight - view.height);
}
