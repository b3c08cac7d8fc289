import { join } from 'node:path';
import type { SweepFile } from '../../core/sweep.ts';
import { renderSweepPage } from '../../report/sweep/sweep-page.ts';
import { writeWhole } from '../opening/write-whole.ts';

/** `sweep.json` and the page, beside the trials. */
export async function writeSweep(folder: string, sweep: SweepFile): Promise<void> {
  await writeWhole(join(folder, 'sweep.json'), `${JSON.stringify(sweep, null, 2)}\n`);
  await writeWhole(join(folder, 'index.html'), renderSweepPage(sweep));
}
