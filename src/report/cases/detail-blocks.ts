import { blockElement, rowFlags } from '../shared/case-index.ts';
import { rowsPerBlock } from './case-index.ts';
import { dataBlock } from './data-block.ts';
import { LongTexts } from './long-texts.ts';
import type { RankedRow } from './rank-rows.ts';
import type { StoredRows } from './stored-rows.ts';

/**
 * How many characters of details a page holds; beyond `all`, rows that did not move keep only their scores. A limit is seen when
 * a block is packed, and by then the next one is there.
 */
export interface DetailLimits {
  all: number;
  /** Beyond this, no row keeps more. */
  moved: number;
}

/** With what else stands in it a page of 15 MB, which still opens from a mail; beyond 60 MB a browser has trouble. */
export const detailLimits: DetailLimits = { all: 14_000_000, moved: 60_000_000 };

/** Bytes of blocks that other threads pack at a time. */
const mostPacking = 2_500_000;

/** What can't be compressed grows by a third when it is written as text. */
const largestGrowth = 1.35;

/**
 * The details of all rows, a block at a time. Rows that had to be reduced are marked as such. Blocks are packed side by side as
 * long as all of them fit, whatever packing comes to; beyond that one is packed while the next is put together.
 */
export async function* detailBlocks(
  stored: StoredRows,
  rows: readonly RankedRow[],
  limits: DetailLimits,
): AsyncGenerator<string> {
  const packing: { bytes: number; packed: Promise<string> }[] = [];
  let underWay = 0;
  let written = 0;
  const keep = (ranked: RankedRow): string => {
    if (written < (isMoved(ranked) ? limits.moved : limits.all)) return stored.of(ranked.row);
    ranked.flags |= rowFlags.reduced;
    return 'null';
  };
  const first = async () => {
    const { bytes, packed } = packing.shift() ?? nothing;
    underWay -= bytes;
    const block = await packed;
    written += block.length;
    return block;
  };
  for (let start = 0; start < rows.length; start += rowsPerBlock) {
    const texts = new LongTexts();
    const json = texts.block(rows.slice(start, start + rowsPerBlock).map((row) => texts.take(keep(row))));
    const bytes = Buffer.byteLength(json);
    packing.push({ bytes, packed: dataBlock(blockElement(start / rowsPerBlock), json) });
    underWay += bytes;
    const fits = () => underWay <= Math.min(mostPacking, (limits.all - written) / largestGrowth);
    while (packing.length > 1 && !fits()) yield await first();
  }
  while (packing.length > 0) yield await first();
}

const nothing = { bytes: 0, packed: Promise.resolve('') };

function isMoved({ flags }: RankedRow): boolean {
  return (flags & (rowFlags.worse | rowFlags.better | rowFlags.failed | rowFlags.unscored)) !== 0;
}
