import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type CasePart, packCases } from './cases/case-part.ts';
import { type DetailLimits, detailLimits } from './cases/detail-blocks.ts';
import { scanRun } from './cases/scan-run.ts';
import { interactivePage, renderHtml } from './html/page.ts';
import { sensitiveVariables } from './mask.ts';
import type { ReportInput, ReportOptions } from './report-input.ts';
import { fileStream } from './temporary-files.ts';

interface PageOptions extends ReportOptions {
  limits?: DetailLimits;
  /** What was made of the cases while the run went on; it shows no sensitive value. */
  cases?: CasePart | null | undefined;
}

/** Writes `index.html` of a run's folder to `path`. */
export async function writePage(
  path: string,
  folder: string,
  input: ReportInput,
  options: PageOptions = {},
): Promise<void> {
  const aside = `${path}.blocks`;
  const { run } = input;
  const { limits = detailLimits, cases } = options;
  const read = async () => {
    const hidden = sensitiveVariables(run, options);
    const scan = await scanRun(folder, run, hidden);
    return packCases(aside, folder, { run, scan, hidden, limits });
  };
  try {
    const part = cases === undefined ? await read() : cases;
    if (part === null) return await pour(path, [renderHtml(input, options)]);
    const page = interactivePage(input, options, part);
    const head = [page.beginning, part.index, page.program];
    await pour(path, inOrder(head, createReadStream(part.details), [page.end]));
  } finally {
    await rm(aside, { force: true });
  }
}

async function* inOrder(...sources: (Iterable<string> | AsyncIterable<Buffer>)[]) {
  for (const source of sources) yield* source;
}

function pour(path: string, pieces: Iterable<string> | AsyncIterable<string | Buffer>): Promise<void> {
  return pipeline(pieces, fileStream(path));
}
