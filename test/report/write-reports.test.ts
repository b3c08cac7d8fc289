import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeReports } from '../../src/report/write-reports.ts';
import { copyFixture, fixtures } from './support.ts';

describe('writeReports', () => {
  it.each(fixtures)('writes the three reports of %s and leaves nothing behind', async (name) => {
    const folder = copyFixture(name);
    const before = readdirSync(folder);
    const input = await writeReports(folder);
    expect(readdirSync(folder).sort()).toEqual([...before, 'index.html', 'junit.xml', 'summary.md'].sort());
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain(input.run.id);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain(input.run.id);
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain(input.run.id);
  });

  it('writes them again over the old ones, and shows sensitive values on request only', async () => {
    const folder = copyFixture('promoted');
    await writeReports(folder);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).not.toContain('Erika Mustermann');
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).not.toContain('Erika Mustermann');
    await writeReports(folder, { showSensitive: true });
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('Erika Mustermann');
  });
});
