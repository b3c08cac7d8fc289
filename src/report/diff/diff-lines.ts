import { formatCount } from '../../core/format.ts';
import type { TextPart } from './text-diff.ts';

/** A stretch of a line; `skipped` says in words what was left out. */
export interface LinePart {
  kind: TextPart['kind'] | 'skipped';
  text: string;
}

/** A line of a shown comparison: wholly added, wholly removed, partly changed (`!`), the same, or what was left out (`…`). */
export interface DiffLine {
  sign: '+' | '-' | '!' | ' ' | '…';
  parts: LinePart[];
}

/** Lines shown around a change. */
const around = 3;
/** Of a stretch of one line that is the same and longer than this, only its ends are shown. */
const longestSame = 300;
const shownEnd = 120;

/** The lines of a comparison with what changed in them; long stretches that are the same are folded. */
export function shownLines(parts: readonly TextPart[]): DiffLine[] {
  return folded(linesOfParts(parts)).map(shortened);
}

function linesOfParts(parts: readonly TextPart[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let line: TextPart[] = [];
  for (const { kind, text } of parts) {
    const [first = '', ...rest] = text.split('\n');
    if (first !== '') line.push({ kind, text: first });
    for (const segment of rest) {
      lines.push(lineOf(line, kind));
      line = segment === '' ? [] : [{ kind, text: segment }];
    }
  }
  return line.length === 0 ? lines : [...lines, lineOf(line)];
}

/** A line break that only one side has is made visible, where the line itself stands on both. */
function lineOf(parts: readonly TextPart[], end?: TextPart['kind']): DiffLine {
  const kinds = new Set([...parts.map((part) => part.kind), ...(end === undefined ? [] : [end])]);
  const [only] = kinds;
  if (kinds.size === 1 && only !== undefined) return { sign: signs[only], parts: [...parts] };
  const mark: LinePart[] = end === undefined || end === 'same' ? [] : [{ kind: end, text: '↵' }];
  return { sign: '!', parts: [...parts, ...mark] };
}

const signs = { added: '+', removed: '-', same: ' ' } as const;

function folded(lines: readonly DiffLine[]): DiffLine[] {
  const shown: DiffLine[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start + 1;
    const isSame = lines[start]?.sign === ' ';
    while (end < lines.length && (lines[end]?.sign === ' ') === isSame) end++;
    const stretch = lines.slice(start, end);
    const head = start === 0 ? 0 : around;
    const tail = end === lines.length ? 0 : around;
    shown.push(...(isSame ? foldStretch(stretch, head, tail) : stretch));
    start = end;
  }
  return shown;
}

function foldStretch(stretch: readonly DiffLine[], head: number, tail: number): DiffLine[] {
  const left = stretch.length - head - tail;
  if (left <= 1) return [...stretch];
  const words: DiffLine = {
    sign: '…',
    parts: [{ kind: 'skipped', text: `${formatCount(left)} lines the same` }],
  };
  return [...stretch.slice(0, head), words, ...stretch.slice(stretch.length - tail)];
}

function shortened({ sign, parts }: DiffLine): DiffLine {
  if (sign !== '!' && sign !== ' ') return { sign, parts };
  return {
    sign,
    parts: parts.flatMap((part, index): LinePart[] => {
      if (part.kind !== 'same' || part.text.length <= longestSame) return [part];
      const isLast = index === parts.length - 1;
      const head = index === 0 && !isLast ? '' : part.text.slice(0, shownEnd).toWellFormed();
      const tail = isLast ? '' : part.text.slice(-shownEnd).toWellFormed();
      const left = part.text.length - head.length - tail.length;
      return [
        { kind: 'same', text: head },
        { kind: 'skipped', text: `… ${formatCount(left)} characters the same …` },
        { kind: 'same', text: tail },
      ];
    }),
  };
}

/** `! You {+always +}sort`: a line without colours. Marks stand only where a line changed in part. */
export function plainLine({ sign, parts }: DiffLine): string {
  const text = parts.map((part) => (sign === '!' ? markedPart(part) : part.text)).join('');
  return `${sign} ${text}`.trimEnd();
}

/** `[-removed-]`, `{+added+}`. */
export function markedPart({ kind, text }: LinePart): string {
  if (kind === 'removed') return `[-${text}-]`;
  return kind === 'added' ? `{+${text}+}` : text;
}
