import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isPairRecord } from '../../core/pair-line.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import type { Place } from '../json-lines.ts';
import { withPairs } from '../pair-scores.ts';
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

/** With what else stands in it a page of 15 MB, which still opens from a mail; beyond 60 MB a browser has trouble. */
export const detailLimits: DetailLimits = { all: 14_000_000, moved: 60_000_000 };

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
  const source = openSource(folder);
  try {
    let written = 0;
    for (let start = 0; start < rows.length; start += rowsPerBlock) {
      const builder = new BlockBuilder(hidden);
      for (const row of rows.slice(start, start + rowsPerBlock)) {
        if (written < (isMoved(row) ? limits.moved : limits.all)) {
          builder.add(source.case(row.case.place), source.trials(row));
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
    source.close();
  }
}

function isMoved({ flags }: RankedRow): boolean {
  return (flags & (rowFlags.worse | rowFlags.better | rowFlags.failed | rowFlags.unscored)) !== 0;
}

function openSource(folder: string) {
  const [cases, trials] = ['cases.jsonl', 'trials.jsonl'].map((name) => tryOpen(join(folder, name)));
  return {
    case: (place: Place | null) => (place === null ? undefined : readValue(cases, place)),
    trials: ({ trials: scanned, pairs }: RankedRow): TrialRecord[] => {
      const judged = pairs.map((place) => readValue(trials, place)).filter(isPairRecord);
      return scanned
        .map(({ place }) => readValue(trials, place))
        .filter(isTrialRecord)
        .map((trial) => withPairs(trial, judged));
    },
    close() {
      for (const file of [cases, trials]) if (file !== undefined) closeSync(file);
    },
  };
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

/** Not to be awaited: the lines were read a moment ago, and waiting for each takes longer than reading it again. */
function readValue(file: number | undefined, { start, length }: Place): unknown {
  if (file === undefined) return undefined;
  const buffer = Buffer.alloc(length);
  readSync(file, buffer, 0, length, start);
  return JSON.parse(buffer.toString('utf8'));
}
