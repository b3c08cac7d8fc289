import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { caseIndex } from './cases/case-index.ts';
import { dataBlock } from './cases/data-block.ts';
import { type DetailLimits, detailBlocks, detailLimits } from './cases/detail-blocks.ts';
import { rankRows } from './cases/rank-rows.ts';
import { scanRun } from './cases/scan-run.ts';
import { interactivePage, renderHtml } from './html/page.ts';
import { sensitiveVariables } from './mask.ts';
import type { ReportInput, ReportOptions } from './report-input.ts';
import { indexElement } from './shared/case-index.ts';

/**
 * Writes `index.html` of a run's folder to `path`. Answers pass through block by block, so that memory does not grow with
 * them; they are put aside first, because what stands before them says how many had to be left out.
 */
export async function writePage(
  path: string,
  folder: string,
  input: ReportInput,
  options: ReportOptions,
  limits: DetailLimits = detailLimits,
): Promise<void> {
  const hidden = sensitiveVariables(input.run, options);
  const scan = await scanRun(folder, input.run, hidden);
  if (scan.trials.rows === 0) return pour(path, [renderHtml(input, options)]);
  const rows = rankRows(scan);
  const aside = `${path}.blocks`;
  try {
    await pour(aside, detailBlocks(folder, scan, rows, hidden, limits));
    const index = caseIndex(input.run, scan, rows);
    const page = interactivePage(input, options, { total: rows.length, reduced: index.reduced });
    const indexBlock = await dataBlock(indexElement, index);
    const head = [page.beginning, indexBlock, page.program];
    await pour(path, inOrder(head, createReadStream(aside), [page.end]));
  } finally {
    await rm(aside, { force: true });
  }
}

async function* inOrder(...sources: (Iterable<string> | AsyncIterable<Buffer>)[]) {
  for (const source of sources) yield* source;
}

function pour(path: string, pieces: Iterable<string> | AsyncIterable<string | Buffer>): Promise<void> {
  return pipeline(pieces, createWriteStream(path));
}
