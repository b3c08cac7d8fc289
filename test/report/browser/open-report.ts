import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A report in a browser, and what went wrong while it was open. */
export interface OpenReport {
  page: Page;
  /** Requests besides the file itself, violations of its policy, errors and whatever a hostile text managed to call. */
  troubles: string[];
}

export interface OpenOptions extends BrowserContextOptions {
  /** What stands after the `#`. */
  hash?: string;
}

/** Opens `index.html` of a run's folder as from a mail: from the disk. */
export async function openReport(
  browser: Browser,
  folder: string,
  options: OpenOptions = {},
): Promise<OpenReport> {
  const { hash = '', ...context } = options;
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...context });
  page.setDefaultTimeout(15_000);
  const address = `file://${join(folder, 'index.html')}`;
  const troubles: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) troubles.push(`request: ${request.url()}`);
  });
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`${address}${hash}`);
  if (context.javaScriptEnabled !== false) await page.waitForSelector('.list .row, .case-view, #gates');
  return { page, troubles };
}

/** Waits for the list, which is there once the program has started. */
export async function listOf(page: Page): Promise<string[]> {
  await page.waitForSelector('.list .row');
  return page.locator('.list .row .id').allInnerTexts();
}

/** What axe finds against WCAG 2.2 AA and best practice, a line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { axe } = globalThis as typeof globalThis & { axe: AxeRunner };
    const { violations } = await axe.run({ runOnly: tags });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ¦ ')}`,
    );
  });
}

interface AxeRunner {
  run(options: { runOnly: string[] }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
