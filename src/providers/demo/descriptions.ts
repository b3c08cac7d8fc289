import type { Json } from '../../core/json.ts';
import { type Field, sameLabel } from './fields.ts';
import { linesOf } from './lines.ts';

/** What the instructions say about one label. */
export interface LabelDescription {
  field: string;
  label: Json;
  text: string;
}

const describedLine = /^\s*[-*•]?\s*["'`*]*([\w-]+)["'`*]*\s*[:–—]\s+(\S.*)$/;

/**
 * Finds lines such as `- billing: invoices, refunds, charges`. Where two fields share a label (`true`), the
 * line belongs to the field that was named last before it.
 */
export function readDescriptions(instructions: string, fields: readonly Field[]): LabelDescription[] {
  const descriptions: LabelDescription[] = [];
  let named: Field | undefined;
  for (const line of linesOf(instructions)) {
    const [, word, text] = describedLine.exec(line) ?? [];
    const found = word === undefined ? undefined : findLabel(word, fields, named);
    if (found !== undefined && text !== undefined) {
      descriptions.push({ field: found.field.name, label: found.label, text });
    } else if (descriptions.length > 0 && /^\s{2,}\S/.test(line)) {
      const last = descriptions.at(-1);
      if (last !== undefined) last.text += ` ${line.trim()}`;
    } else {
      named = fields.find((field) => field.name !== '' && mentions(line, field.name)) ?? named;
    }
  }
  return descriptions;
}

function mentions(line: string, name: string): boolean {
  return line
    .toLowerCase()
    .split(/[^\p{L}\p{N}_-]+/u)
    .includes(name.toLowerCase());
}

function findLabel(word: string, fields: readonly Field[], named: Field | undefined) {
  const ordered = named === undefined ? fields : [named, ...fields.filter((field) => field !== named)];
  for (const field of ordered) {
    const label = field.labels.find((candidate) => sameLabel(candidate, word));
    if (label !== undefined) return { field, label };
  }
  return undefined;
}
