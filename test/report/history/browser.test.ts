import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderLatestPage } from '../../../src/report/history/latest-page.ts';
import { chromiumMissing, chromiumPath, openPage, startChromium, violationsOf } from './chromium.ts';
import { history, page, pages } from './samples.ts';

/** Without the redirect, which would leave the page before anybody can look at it. */
function latest(): string {
  const [run] = history.runs;
  if (!run) throw new Error('there is one');
  return renderLatestPage('triage', run, '../x/index.html').replace(/<meta http-equiv="refresh"[^>]*>/, '');
}

const looks = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 360 },
  // 1280 pixels at 400 %.
  { colorScheme: 'light', width: 320 },
] as const;

const seen = [...pages, ['the newest run', latest()] as const].flatMap(([name, text]) =>
  looks.map((look) => ({ name, text, look, title: `${name}, ${look.colorScheme}, ${look.width} pixels` })),
);

describe.skipIf(chromiumPath === undefined)(`pages over many runs in Chromium${chromiumMissing}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  it.each(seen)('$title: accessible, quiet, and scrolls one way', async ({ text, look }) => {
    const { page, complaints } = await openPage(browser, text, look);
    expect(await violationsOf(page)).toEqual([]);
    const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(tooWide).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('draws with the colours of its style sheet, under its own policy', async () => {
    const { page: shown } = await openPage(browser, page(), { colorScheme: 'light', width: 1440 });
    const stroke = await shown.evaluate(
      'getComputedStyle(document.querySelector(".line-chart .line")).stroke',
    );
    expect(stroke).toBe('rgb(11, 87, 194)');
    await shown.close();
  });

  it('runs nothing that is put into it', async () => {
    const text = page().replace('<main', '<script>document.title = "taken"</script><main');
    const { page: shown, complaints } = await openPage(browser, text, { colorScheme: 'light', width: 1440 });
    expect(await shown.title()).not.toBe('taken');
    expect(complaints.join()).toContain('Content Security Policy');
    await shown.close();
  });
});
