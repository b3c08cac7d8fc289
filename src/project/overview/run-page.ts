import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renderHtml } from '../../report/html/page.ts';
import { keptReport } from '../../report/kept-report.ts';
import { loadReportInput } from '../../report/load-report.ts';
import type { ReportOptions } from '../../report/report-input.ts';
import { writePage } from '../../report/write-page.ts';
import { putPage } from './history-pages.ts';
import type { KnownRun } from './prompt-records.ts';

/**
 * Writes a run's report as a page of a site: anew from the run, because the one in its folder may be of an older version
 * or show what is sensitive. False where it was like this already.
 */
export async function putRunPage(
  file: string,
  { run, folder }: KnownRun,
  home: NonNullable<ReportOptions['home']>,
): Promise<boolean> {
  if (folder === null) return putPage(file, renderHtml(keptReport(run), { home }));
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    await writePage(temporary, folder, { ...(await loadReportInput(folder)), run }, { home });
    if (await isSame(temporary, file)) return false;
    await rename(temporary, file);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([readFile(one), readFile(other).catch(() => undefined)]);
  return second !== undefined && first.equals(second);
}
