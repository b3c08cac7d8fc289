import type { CaseBlock, PackedBlock, PackedRow } from './case-detail.ts';

/** The rows with their long texts where they were taken out. */
export function unpackBlock({ texts, rows }: PackedBlock): CaseBlock {
  for (const row of rows) if (row?.long) putBack(row, texts, row.long);
  return rows;
}

function putBack(row: PackedRow, texts: readonly string[], taken: NonNullable<PackedRow['long']>): void {
  for (const [path, index] of taken) {
    const [last = '', ...before] = [...path].reverse();
    const inside = before.reduceRight<unknown>((at, step) => Reflect.get(Object(at), step), row);
    Reflect.set(Object(inside), last, texts[index] ?? '');
  }
  delete row.long;
}
