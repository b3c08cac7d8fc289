import { existsSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** undefined where none is installed. */
export const chromiumPath = places.find((place) => place !== undefined && existsSync(place));

/** What a skipped test says. */
export const chromiumMissing = chromiumPath
  ? ''
  : ' (skipped: no Chromium; apt-get install chromium, or set CHROMIUM_PATH)';

export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
}

/** A page as a reader gets it: no network, and its own policy in force. */
export async function openPage(
  browser: Browser,
  text: string,
  { colorScheme, width }: { colorScheme: 'light' | 'dark'; width: number },
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url === 'http://site.test/') return route.fulfill({ body: text, contentType: 'text/html' });
    complaints.push(`request: ${url}`);
    return route.abort();
  });
  await page.goto('http://site.test/');
  return { page, complaints };
}

/** What axe-core finds by WCAG 2.2 AA and good practice; [] where nothing is wrong. */
export async function violationsOf(page: Page): Promise<string[]> {
  // The page's policy lets no script in, so it comes through the debugger.
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return await page.evaluate(async (runOnly) => {
    const runner: {
      run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    } = Reflect.get(globalThis, 'axe');
    const { violations } = await runner.run({ runOnly });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, tags);
}
