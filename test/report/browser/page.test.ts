import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeReports } from '../../../src/report/write-reports.ts';
import { runCli } from '../../support/run-cli.ts';
import { exampleProject, type TemporaryProject } from '../../support/temporary-project.ts';
import { copyFixture } from '../support.ts';
import { findChromium, howToInstall, launchChromium } from './chromium.ts';
import { axeViolations, listOf, type OpenOptions, openReport } from './open-report.ts';

const chromium = findChromium();
const title = 'the page in a browser';

describe.skipIf(chromium === undefined)(chromium === undefined ? `${title} (${howToInstall})` : title, () => {
  let browser: Browser;
  let project: TemporaryProject;
  /** Several models and repeats, and every kind of row. */
  const blocked = copyFixture('blocked');
  /** What the example's own run wrote. */
  let example: string;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    await writeReports(blocked);
    project = await exampleProject();
    await runCli(['run', 'support-triage'], { cwd: project.folder });
    const [page] = (await project.list('reports')).filter((file) => file.endsWith('index.html'));
    example = project.path(page?.replace('/index.html', '') ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    await project?.remove();
  });

  async function open(folder: string, options: OpenOptions = {}) {
    const opened = await openReport(browser, folder, options);
    onTestFinished(() => opened.page.close());
    return opened;
  }

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it.each([
      ['blocked', () => blocked],
      ['the example', () => example],
    ])('has nothing that axe objects to in the list and in a case of %s', async (_, folder) => {
      const { page, troubles } = await open(folder(), { colorScheme });
      const [first = ''] = await listOf(page);
      expect(await axeViolations(page)).toEqual([]);
      await page.locator('.list .row').first().click();
      await page.waitForSelector('.case-view .answer');
      expect(await page.locator('#case-title').innerText()).toContain(first.split('\n')[0]);
      const closed = page.locator('.case-view details:not([open]) > summary');
      while ((await closed.count()) > 0) await closed.first().click();
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      // What stands there without the program.
      await page.evaluate("document.documentElement.classList.remove('has-program')");
      expect(await axeViolations(page)).toEqual([]);
      expect(troubles).toEqual([]);
    });
  });

  it('holds its own policy: what is put into it afterwards does not run and does not load', async () => {
    const { page, troubles } = await open(blocked);
    await listOf(page);
    const refused: (string | undefined)[] = [];
    page.on('requestfailed', (request) => refused.push(request.failure()?.errorText));
    await page.evaluate(`{
      const script = document.createElement('script');
      script.append('alert(1)');
      document.body.append(script);
    }`);
    await page.evaluate(`{
      const image = document.createElement('img');
      image.src = 'https://example.invalid/x.png';
      document.body.append(image);
    }`);
    await expect.poll(() => refused).toEqual(['csp']);
    await expect(page.evaluate("document.body.innerHTML = '<b>x</b>'")).rejects.toThrow('TrustedHTML');
    expect(troubles.filter((trouble) => /^dialog/.test(trouble))).toEqual([]);
  });

  it('opens the case that a link names', async () => {
    const { page } = await open(blocked);
    await listOf(page);
    await page.locator('.list .row').nth(3).click();
    await page.waitForSelector('.case-view .answer');
    const heading = await page.locator('#case-title').innerText();
    const link = new URL(page.url());
    expect(link.hash).toContain('case=');
    const again = await open(blocked, { hash: link.hash });
    await again.page.waitForSelector('.case-view .answer');
    expect(await again.page.locator('#case-title').innerText()).toBe(heading);
    expect(await again.page.locator('.list .row[aria-selected=true]').count()).toBe(1);
    await page.goBack();
    await expect.poll(() => page.locator('.case-view').count()).toBe(0);
  });

  it('shows the cases of a first release, which has nothing to compare with', async () => {
    const folder = copyFixture('blocked');
    const runFile = join(folder, 'run.json');
    const run = JSON.parse(readFileSync(runFile, 'utf8'));
    run.arms.baseline = null;
    writeFileSync(runFile, JSON.stringify(run));
    const trials = readFileSync(join(folder, 'trials.jsonl'), 'utf8').split('\n');
    writeFileSync(
      join(folder, 'trials.jsonl'),
      trials.filter((line) => !line.includes('"baseline"')).join('\n'),
    );
    await writeReports(folder);
    const { page, troubles } = await open(folder);
    await listOf(page);
    await page.getByRole('tab', { name: 'All' }).click();
    await page.locator('.list .row').first().click();
    await page.waitForSelector('.case-view .answer');
    expect(await page.locator('.case-view .answer').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it('stays as it is when the link to the verdict is followed', async () => {
    const { page } = await open(blocked, { hash: '#tab=all&q=case-00529' });
    await listOf(page);
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('input[type=search]').inputValue()).toBe('case-00529');
  });

  it('says so where the link names a case that is not there', async () => {
    const { page } = await open(blocked, { hash: '#case=nobody' });
    await page.waitForSelector('.cases .notice');
    expect(await page.locator('.cases .notice').innerText()).toContain('not in this run');
  });

  it('can be walked through by keys alone', async () => {
    const { page, troubles } = await open(blocked);
    const ids = await listOf(page);
    const heading = () => page.locator('#case-title').innerText();
    // The first one only leads to the list, and marks where it stands.
    await page.keyboard.press('j');
    expect(await page.locator('.list:focus-visible .row[data-current=true]').count()).toBe(1);
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.case-view .answer');
    expect(await heading()).toContain(ids[1]);
    expect(await page.evaluate('document.activeElement?.id')).toBe('case-title');
    await page.keyboard.press(']');
    await expect.poll(heading).toContain(ids[2]);
    await page.keyboard.press('[');
    await expect.poll(heading).toContain(ids[1]);
    await page.waitForSelector('.case-view del');
    await page.keyboard.press('d');
    await expect.poll(() => page.locator('.case-view .answer').count()).toBe(1);
    await page.keyboard.press('d');
    await expect.poll(() => page.locator('.case-view del').count()).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.case-view').count()).toBe(0);
    expect(await page.evaluate("document.activeElement?.getAttribute('role')")).toBe('grid');
    await page.keyboard.press('/');
    await page.keyboard.type('jk?d no such case');
    expect(await page.locator('.list .row').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('takes no key of one character once that is switched off', async () => {
    const { page } = await open(blocked);
    await listOf(page);
    await page.keyboard.press('?');
    await page.locator('dialog input[type=checkbox]').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  it('filters by a click on a slice, by the menus and by what is typed', async () => {
    const { page } = await open(blocked);
    await listOf(page);
    await page.locator('.slices td a').first().click();
    const search = page.locator('input[type=search]');
    await expect.poll(() => search.inputValue()).toBe('eval:quality model:openai/gpt-4.1 slice:billing');
    const found = await page.locator('.list .row').count();
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(14);
    for (const slices of await page.locator('.list .slices-cell').allInnerTexts())
      expect(slices).toContain('billing');
    await page.getByLabel('Status').selectOption({ label: 'better' });
    expect(await page.locator('.list .row').count()).toBe(0);
    await search.fill('case-00529');
    expect(await page.locator('.list .row .id').allInnerTexts()).toEqual([
      expect.stringContaining('case-00529'),
    ]);
    await expect.poll(() => new URL(page.url()).hash).toContain('q=case-00529');
  });

  it('looks into whole texts when asked', async () => {
    const { page } = await open(blocked);
    await listOf(page);
    const search = page.locator('input[type=search]');
    await search.fill('credit is removed');
    expect(await page.locator('.list .row').count()).toBe(0);
    await page.getByLabel('in whole texts').check();
    await expect.poll(() => page.locator('.list .row').count()).toBeGreaterThan(0);
    await expect.poll(() => new URL(page.url()).hash).toContain('in=answers');
    const found = await page.locator('.list .row').count();
    const again = await open(blocked, { hash: new URL(page.url()).hash });
    await expect.poll(() => again.page.locator('.list .row').count()).toBe(found);
    await search.fill('nowhere to be found');
    await expect.poll(() => page.locator('.list .row').count()).toBe(0);
  });

  it('moves from tab to tab with the arrow keys', async () => {
    const { page } = await open(blocked);
    await listOf(page);
    const selected = page.locator('[role=tab][aria-selected=true]');
    expect(await selected.innerText()).toBe('Regressions 14');
    await selected.focus();
    await page.keyboard.press('End');
    expect(await selected.innerText()).toBe('All 14');
    await page.keyboard.press('ArrowRight');
    expect(await selected.innerText()).toBe('Regressions 14');
  });

  it('shows another repeat, and the lines of trials.jsonl', async () => {
    const { page } = await open(blocked, { hash: '#case=case-00437' });
    await page.waitForSelector('.case-view .answer');
    const answer = page.locator('.case-view .answer').last();
    expect(await answer.innerText()).toContain('(repeat 1)');
    await page.locator('.repeats button').first().click();
    expect(await answer.innerText()).toContain('(repeat 0)');
    await page.getByText('Raw JSON').click();
    const raw = JSON.parse(await page.getByRole('region', { name: 'Raw JSON' }).innerText());
    expect(raw).toMatchObject({ case: 'case-00437', expected: 'The credit stays for 12 months.' });
    expect(raw.trials).toHaveLength(4);
    expect(raw.trials[0].completion.text).toContain('credit stays on\nyour account');
  });

  it('copies the link and the command of a case', async () => {
    const { page, troubles } = await open(blocked, {
      hash: '#case=case-00437',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.waitForSelector('.case-view .answer');
    const said = page.locator('.said');
    const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => said.innerText()).toBe('The link is copied.');
    expect(await copied()).toBe(page.url());
    await page.getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => said.innerText()).toBe('The command is copied.');
    expect(await copied()).toBe(
      'prompteval run support-reply --candidate support-reply@13 --baseline support-reply@12 --case case-00437 --model anthropic/claude-sonnet-4',
    );
    expect(troubles).toEqual([]);
  });

  it('can be read without JavaScript: verdict, gates and the ten worst cases', async () => {
    const { page } = await open(blocked, { javaScriptEnabled: false });
    expect(await page.locator('h1').innerText()).toContain('BLOCKED');
    expect(await page.locator('.gate').count()).toBeGreaterThan(5);
    await expect(page.locator('details.case').count()).resolves.toBe(10);
    expect(await page.locator('details.case').first().isVisible()).toBe(true);
    expect(await page.locator('.cases').count()).toBe(0);
  });

  it('prints the verdict on its first page, and the ten worst cases instead of the list', async () => {
    const { page } = await open(blocked, { hash: '#case=case-00437' });
    await page.waitForSelector('.case-view .answer');
    await page.emulateMedia({ media: 'print' });
    // A sheet of A4 within its margins, in CSS pixels.
    await page.setViewportSize({ width: 718, height: 1047 });
    const box = await page.locator('h1').boundingBox();
    const gates = await page.locator('#gates').boundingBox();
    expect(box?.y).toBeLessThan(200);
    expect(gates?.y).toBeLessThan(600);
    expect(await page.locator('.cases').isVisible()).toBe(false);
    expect(await page.locator('details.case').first().isVisible()).toBe(true);
    const pdf = await page.pdf({ format: 'A4', pageRanges: '1' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });

  it('prints in the same colours, whichever scheme the window has', async () => {
    const coloursIn = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open(blocked, { colorScheme });
      await page.emulateMedia({ media: 'print', colorScheme });
      return page.evaluate<string[]>(`(() => {
        const style = getComputedStyle(document.documentElement);
        const names = [...style].filter((name) => name.startsWith('--'));
        return names.map((name) => name + ': ' + style.getPropertyValue(name)).sort();
      })()`);
    };
    const light = await coloursIn('light');
    expect(light.length).toBeGreaterThan(10);
    expect(await coloursIn('dark')).toEqual(light);
  });

  it.each([
    ['at 400 %', 320],
    ['on a telephone', 360],
  ])('scrolls in one direction only %s', async (_, width) => {
    const { page } = await open(blocked, { viewport: { width, height: 256 }, hash: '#case=case-00437' });
    await page.waitForSelector('.case-view .answer');
    const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(wider).toBeLessThanOrEqual(0);
  });

  it('wraps what is said of a wide table where the table scrolls', async () => {
    const { page } = await open(blocked, { viewport: { width: 360, height: 640 }, hash: '#case=case-00437' });
    await page.waitForSelector('.case-view .answer');
    const captions = page.locator('.scroll caption');
    expect(await captions.count()).toBeGreaterThan(1);
    await page.locator('.scroll').evaluateAll((boxes) => {
      for (const box of boxes) box.scrollLeft = 200;
    });
    for (const caption of await captions.all()) {
      const box = await caption.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    }
  });
});
