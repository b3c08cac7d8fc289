import { formatCount } from '../../core/format.ts';
import type { Json } from '../../core/json.ts';
import { type DiffLine, shownLines } from './diff-lines.ts';
import type { FieldChange } from './json-changes.ts';
import { isChanged, type MessageChange, type PromptDiff } from './prompt-diff.ts';

/** A message that changed, or in one line those that did not. */
export interface MessageBlock {
  title: string;
  lines: DiffLine[];
}

/** A table of fields that changed. */
export interface FieldTable {
  title: string;
  rows: FieldRow[];
}

/** What happened to a field, in words to show; `–` where it does not exist. */
export interface FieldRow {
  sign: '+' | '-' | '!';
  field: string;
  before: string;
  after: string;
}

/** Every message in order; empty where none changed. */
export function messageBlocks({ messages }: PromptDiff): MessageBlock[] {
  if (!messages.some(isChanged)) return [];
  const blocks: MessageBlock[] = [];
  let same = 0;
  for (const message of messages) {
    if (isChanged(message)) {
      blocks.push(...sameBlock(same), { title: messageTitle(message), lines: messageLines(message) });
      same = 0;
    } else {
      same++;
    }
  }
  return [...blocks, ...sameBlock(same)];
}

function sameBlock(count: number): MessageBlock[] {
  if (count === 0) return [];
  return [
    {
      title: count === 1 ? 'one message is the same' : `${formatCount(count)} messages are the same`,
      lines: [],
    },
  ];
}

function messageTitle({ before, after, role, roleBefore, moved, parts }: MessageChange): string {
  const isEdited = parts.some((part) => part.kind !== 'same');
  const deeds =
    before === null
      ? ['added']
      : after === null
        ? ['removed']
        : [
            ...(moved ? [`moved from ${before}`] : []),
            ...(roleBefore === undefined ? [] : [`the role was ${roleBefore}`]),
            ...(isEdited ? ['changed'] : ['the text is the same']),
          ];
  return `message ${after ?? before} (${role}): ${deeds.join(', ')}`;
}

/** Of a message that only moved, enough to recognize it. */
function messageLines({ parts }: MessageChange): DiffLine[] {
  if (parts.some((part) => part.kind !== 'same')) return shownLines(parts);
  const text = parts.map((part) => part.text).join('');
  const [first = ''] = text.split('\n');
  return shownLines([{ kind: 'same', text: first }]);
}

/** Only the tables that have a row. */
export function fieldTables(diff: PromptDiff): FieldTable[] {
  const tables: [string, FieldChange[]][] = [
    ['Model and parameters', diff.settings],
    ['Tools', diff.tools],
    ['Output schema', diff.schema],
    ['Variables', diff.variables],
    ['Authority', diff.authority],
    ['About the prompt, seen by no model', diff.about],
  ];
  return tables
    .filter(([, changes]) => changes.length > 0)
    .map(([title, changes]) => ({ title, rows: changes.map(fieldRow) }));
}

function fieldRow({ field, before, after }: FieldChange): FieldRow {
  const sign = before === undefined ? '+' : after === undefined ? '-' : '!';
  return { sign, field, before: valueText(before), after: valueText(after) };
}

/** A text as it is, unless it could be taken for another value; everything else as JSON. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return '–';
  return typeof value === 'string' && /^[\p{L}@][^\n]*$/u.test(value) && !/^(true|false|null)$/.test(value)
    ? value
    : JSON.stringify(value);
}
