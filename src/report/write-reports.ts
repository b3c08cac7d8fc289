import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CasePart } from './cases/case-part.ts';
import { renderJunit } from './junit.ts';
import { loadReportInput } from './load-report.ts';
import { renderMarkdown } from './markdown.ts';
import type { ReportInput, ReportOptions } from './report-input.ts';
import { reportNames } from './report-names.ts';
import { removeLeftovers, temporaryPath } from './temporary-files.ts';
import { writePage } from './write-page.ts';

/**
 * Writes index.html, summary.md and junit.xml into a run's folder, each at once or not at all.
 * What was left of them by processes that were killed goes. Returns what they were made from.
 *
 * @throws InputError where run.json cannot be read.
 */
export async function writeReports(
  folder: string,
  options: ReportOptions = {},
  cases?: CasePart | null,
): Promise<ReportInput> {
  const input = await loadReportInput(folder);
  await removeLeftovers(folder);
  await writeWhole(join(folder, reportNames.page), (path) =>
    writePage(path, folder, input, { ...options, cases }),
  );
  await writeWhole(join(folder, reportNames.summary), (path) =>
    writeFile(path, renderMarkdown(input, options)),
  );
  await writeWhole(join(folder, reportNames.junit), (path) => writeFile(path, renderJunit(input)));
  return input;
}

/** A reader sees the old file or the new one, never half of it. */
async function writeWhole(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryPath(path, 'tmp');
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
