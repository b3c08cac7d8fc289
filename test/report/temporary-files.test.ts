import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryPath } from '../../src/report/temporary-files.ts';
import { writeReports } from '../../src/report/write-reports.ts';
import { copyFixture } from './support.ts';

it('reports take what processes that were killed left of them and of the trials, and nothing of one that lives', async () => {
  const folder = copyFixture('promoted');
  const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
  const goes = [
    `index.html.${ended}-0a1b2c3d-1.blocks`,
    `index.html.${ended}-0a1b2c3d-2.tmp`,
    `index.html.${ended}-0a1b2c3d-2.tmp.blocks`,
    `junit.xml.${ended}-0a1b2c3d-4.tmp`,
    `trials.jsonl.${ended}-0a1b2c3d-1.tmp`,
    // It had the number of this process.
    `index.html.${process.pid}-0a1b2c3d-1.blocks`,
    // Of an older version.
    'index.html.0a1b2c3d.blocks',
    'summary.md.0a1b2c3d.tmp',
    'trials.jsonl.0a1b2c3d.tmp',
  ];
  const stays = [
    `index.html.${process.ppid}-0a1b2c3d-1.tmp.blocks`,
    basename(temporaryPath(join(folder, 'index.html'), 'blocks')),
    `trials.jsonl.${process.ppid}-0a1b2c3d-1.tmp`,
    'index.html.mine.tmp',
    'notes.blocks',
  ];
  const before = readdirSync(folder);
  for (const name of [...goes, ...stays]) writeFileSync(join(folder, name), 'x');
  await writeReports(folder);
  const reports = ['index.html', 'junit.xml', 'summary.md'];
  expect(readdirSync(folder).sort()).toEqual([...before, ...stays, ...reports].sort());
});
