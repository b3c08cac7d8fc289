import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import type { Place } from '../json-lines.ts';
import { blockElement, rowFlags } from '../shared/case-index.ts';
import { BlockBuilder } from './case-detail.ts';
import { rowsPerBlock } from './case-index.ts';
import { dataBlock } from './data-block.ts';
import type { RankedRow } from './rank-rows.ts';

/** How many characters of details a page holds; beyond `all`, rows that did not move keep only their scores. */
export interface DetailLimits {
  all: number;
  /** Beyond this, no row keeps more. */
  moved: number;
}

/** 15 MB still open from a mail attachment; beyond 60 MB a browser has trouble. */
export const detailLimits: DetailLimits = { all: 15_000_000, moved: 60_000_000 };

/**
 * The details of all rows, a block at a time. Rows that had to be reduced are marked as such.
 *
 * @param hidden names of the variables whose values stay hidden.
 */
export async function* detailBlocks(
  folder: string,
  rows: readonly RankedRow[],
  hidden: ReadonlySet<string>,
  limits: DetailLimits,
): AsyncGenerator<string> {
  const source = await openSource(folder);
  try {
    let written = 0;
    for (let start = 0; start < rows.length; start += rowsPerBlock) {
      const builder = new BlockBuilder(hidden);
      for (const row of rows.slice(start, start + rowsPerBlock)) {
        if (written < (isMoved(row) ? limits.moved : limits.all)) {
          builder.add(await source.case(row.case.place), await source.trials(row));
        } else {
          row.flags |= rowFlags.reduced;
          builder.addReduced();
        }
      }
      const block = await dataBlock(blockElement(start / rowsPerBlock), builder.block);
      written += block.length;
      yield block;
    }
  } finally {
    await source.close();
  }
}

function isMoved({ flags }: RankedRow): boolean {
  return (flags & (rowFlags.worse | rowFlags.better | rowFlags.failed | rowFlags.unscored)) !== 0;
}

async function openSource(folder: string) {
  const files = [await tryOpen(join(folder, 'cases.jsonl')), await tryOpen(join(folder, 'trials.jsonl'))];
  const [cases, trials] = files;
  return {
    case: (place: Place | null) => (place === null ? undefined : readValue(cases, place)),
    async trials({ trials: scanned }: RankedRow): Promise<TrialRecord[]> {
      const found: TrialRecord[] = [];
      for (const { place } of scanned) {
        const value = await readValue(trials, place);
        if (isTrialRecord(value)) found.push(value);
      }
      return found;
    },
    async close() {
      for (const file of files) await file?.close();
    },
  };
}

async function tryOpen(path: string): Promise<FileHandle | undefined> {
  return open(path).catch(() => undefined);
}

async function readValue(file: FileHandle | undefined, { start, length }: Place): Promise<unknown> {
  if (!file) return undefined;
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, start);
  return JSON.parse(buffer.toString('utf8'));
}
