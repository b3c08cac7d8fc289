import type { DiffLine } from '../report/line-diff.ts';
import { counted } from './words.ts';

export interface ShownLine {
  kind: DiffLine['kind'] | 'skipped';
  text: string;
}

const context = 3;

/** What changed with the lines around it; longer stretches that are the same become one line that counts them. */
export function withContext(lines: readonly DiffLine[]): ShownLine[] {
  const shown: ShownLine[] = [];
  for (let start = 0; start < lines.length; ) {
    const end = endOfStretch(lines, start);
    const stretch = lines.slice(start, end);
    if (lines[start]?.kind === 'same') {
      shown.push(...shortened(stretch, start === 0 ? 0 : context, end === lines.length ? 0 : context));
    } else {
      shown.push(...stretch);
    }
    start = end;
  }
  return shown;
}

/** Where lines of this kind, the same or not, come to an end. */
function endOfStretch(lines: readonly DiffLine[], start: number): number {
  const isSame = lines[start]?.kind === 'same';
  let end = start + 1;
  while (end < lines.length && (lines[end]?.kind === 'same') === isSame) end++;
  return end;
}

function shortened(stretch: readonly DiffLine[], head: number, tail: number): ShownLine[] {
  const left = stretch.length - head - tail;
  if (left <= 1) return [...stretch];
  return [
    ...stretch.slice(0, head),
    { kind: 'skipped', text: `${counted(left, 'line')} the same` },
    ...stretch.slice(stretch.length - tail),
  ];
}
