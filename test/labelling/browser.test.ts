import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startLabelServer } from '../../src/labelling/server.ts';
import { questionOf } from '../../src/labelling/shared/question.ts';
import { findChromium, howToInstall, launchChromium } from '../report/browser/chromium.ts';
import { axeViolations } from '../report/browser/open-report.ts';
import { type MemorySession, memorySession } from './session.ts';

const chromium = findChromium();
const title = 'the labelling page in a browser';

describe.skipIf(chromium === undefined)(chromium === undefined ? `${title} (${howToInstall})` : title, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(() => browser?.close());

  async function open(
    session: MemorySession,
    options: { colorScheme?: 'light' | 'dark'; width?: number } = {},
  ) {
    const { colorScheme = 'light', width = 1280 } = options;
    const server = await startLabelServer(session);
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.setDefaultTimeout(10_000);
    const troubles: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) troubles.push(`request: ${request.url()}`);
    });
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    onTestFinished(async () => {
      await page.close();
      await server.close();
    });
    await page.goto(server.url);
    await page.waitForSelector('pre.answer');
    return { page, server, troubles };
  }

  const heading = 'h1';

  it('labels by keys, goes on to the next without a label, takes back, and ends', async () => {
    const session = memorySession();
    const { page, server, troubles } = await open(session);
    const at = (text: string) =>
      page.waitForFunction(`document.querySelector('h1')?.textContent === '${text}'`);
    await page.keyboard.press('y');
    await at('tone: answer 2 of 3');
    await page.keyboard.press('j');
    await at('tone: answer 3 of 3');
    await page.keyboard.press('0');
    await at('tone: answer 2 of 3');
    await page.keyboard.press('u');
    await at('tone: answer 3 of 3');
    await page.getByRole('status').getByText('1 of 3 labelled').waitFor();
    await page.keyboard.press('c');
    await page.keyboard.type('yes, no: j');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await at('tone: answer 2 of 3');
    await page.keyboard.press('n');
    await page.getByText('3 of 3 labelled').waitFor();
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('--labels sheet.csv').waitFor();
    await server.done;
    expect(session.given.map(({ id, value, note }) => [id, value, note])).toEqual([
      ['a', 1, ''],
      ['c', 0, ''],
      ['c', null, ''],
      ['c', 0, 'yes, no: j'],
      ['b', 0, ''],
    ]);
    expect(troubles).toEqual([]);
  });

  it('shows a label that could not be kept as not kept, and goes back to it', async () => {
    const session = memorySession();
    const { page } = await open(session);
    session.refuseNext();
    await page.keyboard.press('y');
    await page.getByRole('alert').getByText('Not kept: somebody else wrote here').waitFor();
    expect(await page.locator(heading).innerText()).toBe('tone: answer 1 of 3');
    expect(await page.getByText('0 of 3 labelled').count()).toBe(1);
  });

  it('goes on where labelling was left, and says when prompteval was stopped', async () => {
    const session = memorySession();
    await session.give({ id: 'a', value: 1, note: '', by: 'ana' });
    const { page, server } = await open(session);
    expect(await page.locator(heading).innerText()).toBe('tone: answer 2 of 3');
    await server.close();
    await page.keyboard.press('y');
    await page.getByRole('alert').getByText('it was stopped').waitFor();
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)(
    'has nothing that axe objects to in %s colours and %i pixels, and hostile texts stay texts',
    async (colorScheme, width) => {
      const rubric = [
        { score: 1, means: 'rude, or says nothing that helps' },
        { score: 3, means: 'plain' },
        { score: 5, means: 'warm' },
      ];
      const asks = { question: 'How warm is the answer?', scores: rubric };
      const question = questionOf({ metric: 'tone', kind: 'score', range: [1, 5], asks });
      const { page, troubles } = await open(memorySession({ question }), { colorScheme, width });
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await page.locator('pre.answer').innerText()).toContain('<script>alert(2)</script>��');
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('3');
      await page.getByText('1 of 3 labelled').waitFor();
      expect(troubles).toEqual([]);
    },
  );

  it('takes a number where the scale has no steps', async () => {
    const session = memorySession({ question: questionOf({ metric: 'f1', kind: 'score', range: [0, 1] }) });
    const { page } = await open(session);
    await page.getByLabel('From 0 to 1').fill('0.75');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 3 labelled').waitFor();
    expect(session.given).toMatchObject([{ id: 'a', value: 0.75 }]);
  });
});
