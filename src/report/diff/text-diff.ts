import { diffArrays } from 'diff';

/** A stretch of a comparison of two texts: only in the first, only in the second, or in both. */
export interface TextPart {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Edits after which no better alignment is looked for: two texts so far apart are shown one after the other. */
const mostEdits = 1000;
/** Share of a rewritten passage that must have stayed for its words to be worth comparing. */
const leastKept = 0.3;

/**
 * How one text became another. Lines that changed are compared by their words, unless hardly any stayed. The parts that are
 * not `added`, joined, are the first text; those that are not `removed` are the second.
 */
export function diffText(before: string, after: string): TextPart[] {
  const lines = changes(diffArrays(linesOf(before), linesOf(after), { maxEditLength: mostEdits })) ?? [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  const parts: TextPart[] = [];
  for (let index = 0; index < lines.length; index++) {
    const [part, next] = [lines[index], lines[index + 1]];
    if (part?.kind === 'removed' && next?.kind === 'added') {
      parts.push(...diffWords(part.text, next.text));
      index++;
    } else if (part) {
      parts.push(part);
    }
  }
  return joined(parts);
}

/** Each with its line break, so that joined they are the text again. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Words, line breaks, other spaces and single signs; joined they are the text again. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+|\r?\n|[^\S\r\n]+|[\s\S]/gu) ?? [];
}

function diffWords(before: string, after: string): TextPart[] {
  const apart: TextPart[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  const parts = changes(diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: mostEdits }));
  if (parts === undefined) return apart;
  const kept = parts.reduce((sum, { kind, text }) => sum + (kind === 'same' ? wordLength(text) : 0), 0);
  const longer = Math.max(wordLength(before), wordLength(after));
  return longer > 0 && kept / longer < leastKept ? apart : withoutSpecks(parts);
}

/** A space between two words that both changed says nothing: the words are shown as one change. */
function withoutSpecks(parts: readonly TextPart[]): TextPart[] {
  const result: TextPart[] = [];
  let run = { removed: '', added: '' };
  const flush = () => {
    result.push({ kind: 'removed', text: run.removed }, { kind: 'added', text: run.added });
    run = { removed: '', added: '' };
  };
  for (const [index, { kind, text }] of parts.entries()) {
    if (kind !== 'same') run[kind] += text;
    else if (/^[^\S\n]+$/.test(text) && run.removed !== '' && run.added !== '' && index < parts.length - 1) {
      run.removed += text;
      run.added += text;
    } else {
      flush();
      result.push({ kind, text });
    }
  }
  flush();
  return result;
}

function wordLength(text: string): number {
  return text.replace(/\s+/g, '').length;
}

function changes(
  found: readonly { added: boolean; removed: boolean; value: string[] }[] | undefined,
): TextPart[] | undefined {
  return found?.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

/** Neighbours of one kind become one part. */
function joined(parts: readonly TextPart[]): TextPart[] {
  const result: TextPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else if (part.text !== '') result.push({ ...part });
  }
  return result;
}
