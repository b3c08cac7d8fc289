import { pipeline } from 'node:stream/promises';
import type { ListedRun } from '../../core/run-file.ts';
import { indexElement } from '../shared/case-index.ts';
import { fileStream } from '../temporary-files.ts';
import { caseIndex } from './case-index.ts';
import { dataBlock } from './data-block.ts';
import { type DetailLimits, detailBlocks } from './detail-blocks.ts';
import { rankRows } from './rank-rows.ts';
import type { Scan } from './scan-run.ts';
import { StoredRows, type TextsOf } from './stored-rows.ts';

/** What a page's cases are made from, beside the run's folder. */
export interface CaseSource {
  run: ListedRun;
  scan: Scan;
  /** Names of the variables whose values stay hidden. */
  hidden: ReadonlySet<string>;
  limits: DetailLimits;
  /** Where they need not be read from cases.jsonl. */
  textsOf?: TextsOf;
}

/** What a page holds of a run's cases, as elements. */
export interface CasePart {
  index: string;
  /** The file that they stand in. */
  details: string;
  /** Rows. */
  total: number;
  /** Those that keep only their scores. */
  reduced: number;
}

/**
 * Packs a run's cases for its page. Their details pass through block by block, so that memory does not grow with the answers; they
 * are put aside at `path`, because what stands before them in the page says how many had to be left out. Begins to pack before
 * it gives back its promise.
 *
 * @returns null of a run without trials.
 */
export async function packCases(
  path: string,
  folder: string,
  { run, scan, hidden, limits, textsOf }: CaseSource,
): Promise<CasePart | null> {
  if (scan.trials.rows === 0) return null;
  const rows = rankRows(scan);
  const stored = new StoredRows(folder, scan, hidden, textsOf);
  try {
    const file = fileStream(path);
    const blocks = detailBlocks(stored, rows, limits);
    const first = blocks.next();
    await pipeline(inOrder(first, blocks), file);
  } finally {
    stored.close();
  }
  const index = caseIndex(run, scan, rows);
  const element = await dataBlock(indexElement, JSON.stringify(index));
  return { index: element, details: path, total: rows.length, reduced: index.reduced };
}

async function* inOrder(first: Promise<IteratorResult<string>>, rest: AsyncGenerator<string>) {
  const { value, done } = await first;
  if (done) return;
  yield value;
  yield* rest;
}
