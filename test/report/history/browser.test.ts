import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { renderLatestPage } from '../../../src/report/history/latest-page.ts';
import { findChromium, howToInstall, launchChromium } from '../browser/chromium.ts';
import { axeViolations, type OpenOptions } from '../browser/open-report.ts';
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
  looks.map((look) => ({ text, look, title: `${name}, ${look.colorScheme}, ${look.width} pixels` })),
);

const chromium = findChromium();
const title = 'pages over many runs in a browser';

describe.skipIf(chromium === undefined)(chromium === undefined ? `${title} (${howToInstall})` : title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'prompteval-pages-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page from the disk, with everything that it complains about or asks for. */
  async function open(
    text: string,
    { colorScheme, width }: { colorScheme: 'light' | 'dark'; width: number },
  ) {
    const file = join(folder, 'index.html');
    writeFileSync(file, text);
    const options: OpenOptions = { colorScheme, viewport: { width, height: 900 } };
    const opened = await browser.newPage(options);
    onTestFinished(() => opened.close());
    const troubles: string[] = [];
    opened.on('console', (message) => troubles.push(message.text()));
    opened.on('pageerror', (error) => troubles.push(error.message));
    opened.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    opened.on('request', (request) => {
      if (request.url() !== `file://${file}`) troubles.push(`request: ${request.url()}`);
    });
    await opened.goto(`file://${file}`);
    return { page: opened, troubles };
  }

  it.each(seen)('$title: accessible, quiet, and scrolls one way', async ({ text, look }) => {
    const { page: shown, troubles } = await open(text, look);
    expect(await axeViolations(shown)).toEqual([]);
    const tooWide = await shown.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(tooWide).toBeLessThanOrEqual(0);
    expect(troubles).toEqual([]);
  });

  it('draws with the colours of its style sheet, under its own policy', async () => {
    const { page: shown } = await open(page(), { colorScheme: 'light', width: 1440 });
    const stroke = await shown.evaluate(
      'getComputedStyle(document.querySelector(".line-chart .line")).stroke',
    );
    expect(stroke).toBe('rgb(11, 87, 194)');
  });

  it('runs nothing that is put into it', async () => {
    const text = page().replace('<main', '<script>document.title = "taken"</script><main');
    const { page: shown, troubles } = await open(text, { colorScheme: 'light', width: 1440 });
    expect(await shown.title()).not.toBe('taken');
    expect(troubles.join()).toContain('Content Security Policy');
  });
});
