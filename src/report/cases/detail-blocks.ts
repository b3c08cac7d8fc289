import { join } from 'node:path';
import { isPairRecord } from '../../core/pair-line.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { withPairs } from '../pair-scores.ts';
import { blockElement, rowFlags } from '../shared/case-index.ts';
import { BlockBuilder } from './case-detail.ts';
import { rowsPerBlock } from './case-index.ts';
import { dataBlock } from './data-block.ts';
import { PlacedValues } from './placed-values.ts';
import type { RankedRow } from './rank-rows.ts';
import type { Scan } from './scan-run.ts';

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

/**
 * The details of all rows, a block at a time. Rows that had to be reduced are marked as such.
 *
 * @param hidden names of the variables whose values stay hidden.
 */
export async function* detailBlocks(
  folder: string,
  scan: Scan,
  rows: readonly RankedRow[],
  hidden: ReadonlySet<string>,
  limits: DetailLimits,
): AsyncGenerator<string> {
  const source = openSource(folder, scan);
  try {
    let written = 0;
    /** Is packed by another thread while the next one is put together. */
    let packing: Promise<string> | undefined;
    for (let start = 0; start < rows.length; start += rowsPerBlock) {
      const builder = new BlockBuilder(hidden);
      for (const row of rows.slice(start, start + rowsPerBlock)) {
        if (written < (isMoved(row) ? limits.moved : limits.all)) {
          builder.add(source.case(row), source.trials(row));
        } else {
          row.flags |= rowFlags.reduced;
          builder.addReduced();
        }
      }
      const packed = await packing;
      packing = dataBlock(blockElement(start / rowsPerBlock), builder.block);
      if (packed === undefined) continue;
      written += packed.length;
      yield packed;
    }
    if (packing) yield await packing;
  } finally {
    source.close();
  }
}

function isMoved({ flags }: RankedRow): boolean {
  return (flags & (rowFlags.worse | rowFlags.better | rowFlags.failed | rowFlags.unscored)) !== 0;
}

function openSource(folder: string, { cases, trials }: Pick<Scan, 'cases' | 'trials'>) {
  const caseFile = new PlacedValues(join(folder, 'cases.jsonl'));
  const trialFile = new PlacedValues(join(folder, 'trials.jsonl'));
  return {
    case: ({ row }: RankedRow) => caseFile.at(cases.places.at(trials.caseOf(row))),
    trials: ({ row }: RankedRow): TrialRecord[] => {
      const places = trials.placesOf(row);
      const judged = places.pairs.map((place) => trialFile.at(place)).filter(isPairRecord);
      return places.trials
        .map((place) => trialFile.at(place))
        .filter(isTrialRecord)
        .map((trial) => withPairs(trial, judged));
    },
    close() {
      for (const file of [caseFile, trialFile]) file.close();
    },
  };
}
