import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { generateRun } from '../../../bench/report/generate.ts';
import { writeReports } from '../../../src/report/write-reports.ts';
import { findChromium, howToInstall, launchChromium } from './chromium.ts';
import { axeViolations, listOf, openReport } from './open-report.ts';

const chromium = findChromium();
const title = 'the report of 10,000 cases on two arms';

/** `npm run bench:report` measures what this run costs; here is what does not depend on the machine. */
describe(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'prompteval-large-'));
  let browser: Browser | undefined;

  beforeAll(async () => {
    await generateRun(folder, 10_000);
    await writeReports(folder);
    if (chromium !== undefined) browser = await launchChromium(chromium);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is at most 13 MB, of which the program and its style are at most 60 KB', () => {
    expect(statSync(join(folder, 'index.html')).size).toBeLessThan(13e6);
    const text = readFileSync(join(folder, 'index.html'), 'utf8');
    const own = [...text.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)].map((match) => match[2] ?? '');
    expect(own).toHaveLength(2);
    expect(own.join('').length).toBeLessThan(60e3);
  });

  describe.skipIf(chromium === undefined)(
    chromium === undefined ? `in a browser (${howToInstall})` : 'in a browser',
    () => {
      async function open(colorScheme: 'light' | 'dark') {
        if (!browser) throw new Error('there is no browser');
        const opened = await openReport(browser, folder, { colorScheme });
        onTestFinished(() => opened.page.close());
        await listOf(opened.page);
        return opened;
      }

      it.each(['light', 'dark'] as const)(
        'has nothing that axe objects to in %s colours',
        async (colorScheme) => {
          const { page, troubles } = await open(colorScheme);
          expect(await axeViolations(page)).toEqual([]);
          await page.locator('.list .row').nth(2).click();
          await page.waitForSelector('.case-view .answer');
          expect(await axeViolations(page)).toEqual([]);
          expect(troubles).toEqual([]);
        },
      );

      it('draws what is seen of the list, and can be scrolled and walked to its end', async () => {
        const { page } = await open('light');
        expect(await page.evaluate<number>("document.querySelectorAll('*').length")).toBeLessThan(1500);
        await page.getByRole('tab', { name: 'All' }).click();
        const grid = page.getByRole('grid');
        expect(await grid.getAttribute('aria-rowcount')).toBe('10001');
        await grid.focus();
        await page.keyboard.press('End');
        await page.waitForSelector('.row[aria-rowindex="10001"]');
        expect(await page.locator('.list .row').count()).toBeLessThan(40);
        await page.keyboard.press('Enter');
        await page.waitForSelector('.case-view .answer');
        expect(await page.locator('.case-head').innerText()).toContain('10,000 of 10,000');
        expect(await page.locator('.case-view .answer pre').first().innerText()).not.toBe('');
      });
    },
  );
});
