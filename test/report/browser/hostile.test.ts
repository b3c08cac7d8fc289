import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeReports } from '../../../src/report/write-reports.ts';
import { copyFixture } from '../support.ts';
import { findChromium, howToInstall, launchChromium } from './chromium.ts';
import { axeViolations, listOf, openReport } from './open-report.ts';

const chromium = findChromium();
const title = 'hostile text in a browser';
const markup = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

/** The hostile run of the other formats, with a failed call, tool calls and an answer of a megabyte besides. */
function hostileRun(): { folder: string; size: number } {
  const folder = copyFixture('hostile');
  const lines = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const [testCase] = lines('cases.jsonl');
  const [baseline, candidate] = lines('trials.jsonl');
  const add = (name: string, value: unknown) =>
    appendFileSync(join(folder, name), `${JSON.stringify(value)}\n`);
  const text = `${candidate.completion.text} `.repeat(
    Math.ceil(1_000_000 / candidate.completion.text.length),
  );
  const toolCalls = [{ id: markup, name: markup, arguments: { [markup]: markup } }];
  for (const name of ['long', 'failed']) {
    const id = `${name}${testCase.id}`;
    add('cases.jsonl', { ...testCase, id });
    add('trials.jsonl', { ...baseline, case: id });
    const failure = { code: markup, message: baseline.completion.text };
    const { completion: _, ...failed } = { ...candidate, case: id, status: 'failed', failure, scores: [] };
    const long = {
      ...candidate,
      case: id,
      completion: { ...candidate.completion, text, toolCalls, finishReason: { markup } },
    };
    add('trials.jsonl', name === 'long' ? long : failed);
  }
  return { folder, size: text.length };
}

describe.skipIf(chromium === undefined)(chromium === undefined ? `${title} (${howToInstall})` : title, () => {
  let browser: Browser;
  const { folder, size } = hostileRun();

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    await writeReports(folder);
  });
  afterAll(() => browser?.close());

  async function openCase(start: string) {
    const { page, troubles } = await openReport(browser, folder, { hash: '#tab=all' });
    onTestFinished(() => page.close());
    await listOf(page);
    await page.locator('.list .id', { hasText: new RegExp(`^${start}`) }).click({ position: { x: 5, y: 5 } });
    await page.waitForSelector('.case-view .answer');
    const closed = page.locator('.case-view details:not([open]) > summary');
    while ((await closed.count()) > 0) await closed.first().click();
    return { page, troubles };
  }

  it.each(['case<', 'longcase<', 'failedcase<'])(
    'is inert and shown as it is in the case %s',
    async (start) => {
      const { page, troubles } = await openCase(start);
      for (const mode of ['beside', 'one', 'plain']) {
        await page.getByLabel('Answers').selectOption(mode);
        const text = await page.locator('.cases').innerText();
        for (const origin of [
          'input',
          'expectation',
          'baseline-output',
          'case',
          'slice',
          'metric',
          'model',
        ]) {
          expect(text).toContain(`${origin}${markup}`);
        }
        expect(unsafe.exec(text)).toBeNull();
        expect(unsafe.exec(await page.locator('.cases').innerHTML())).toBeNull();
        expect(text.isWellFormed()).toBe(true);
      }
      expect(await page.locator('.cases script, .cases img, .cases iframe, .cases [onerror]').count()).toBe(
        0,
      );
      expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
      await page.locator('.slices td a').first().click();
      await expect.poll(() => page.locator('.list .row').count()).toBe(3);
      expect(troubles).toEqual([]);
    },
  );

  it('shows of a long answer the beginning, and all of it when asked', async () => {
    const { page, troubles } = await openCase('longcase<');
    const answer = page.locator('.case-view .answer').last();
    expect((await answer.locator('pre').innerText()).length).toBeLessThan(25_000);
    await answer.getByRole('button', { name: 'Show all' }).click();
    const shown = await answer.locator('pre').evaluate((element) => element.textContent?.length ?? 0);
    expect(shown).toBeGreaterThan(size * 0.9);
    expect(troubles).toEqual([]);
  });

  it('does not show a sensitive value, nor find it', async () => {
    const { page } = await openCase('case<');
    expect(await page.locator('body').innerText()).not.toContain('top-secret-4711');
    await page.locator('input[type=search]').fill('top-secret');
    expect(await page.locator('.list .row').count()).toBe(0);
  });
});
