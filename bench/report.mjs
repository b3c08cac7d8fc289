// Measures the report of a run of 10,000 cases on two arms: how it is written, how large it is, and how a browser opens it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { chromium } from 'playwright-core';
import { measure, median } from './measure.mjs';

// Node 20 runs no TypeScript by itself. Only what makes the run is loaded this way; what is measured is the build.
const jiti = createJiti(import.meta.url, { fsCache: false });
const { generateRun } = await jiti.import(fileURLToPath(new URL('./report/generate.ts', import.meta.url)));

const cases = Number(process.argv[2] ?? 10_000);
const openings = 7;
const folder = mkdtempSync(join(tmpdir(), 'prompteval-bench-'));
let failed = false;
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function main() {
  const { bytes } = await generateRun(folder, cases);
  console.log(
    `${cases.toLocaleString('en-US')} cases × 2 arms, ${megabytes(bytes)} of cases.jsonl and trials.jsonl`,
  );
  const writings = [];
  for (let round = 0; round < 3; round++) writings.push(await write());
  const least = (field) => Math.min(...writings.map((writing) => writing[field]));
  const page = join(folder, 'index.html');
  say('written in', least('seconds'), 10, seconds, `, ${seconds(least('cpuSeconds'))} of processor time`);
  say(
    'memory at most',
    Math.max(...writings.map(({ peakMB }) => peakMB)),
    300,
    (value) => `${value.toFixed(0)} MB`,
  );
  say('file', statSync(page).size, 13e6, megabytes);
  const text = readFileSync(page, 'utf8');
  const shell = [...text.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)].reduce(
    (sum, match) => sum + match[2].length,
    0,
  );
  say('program and style', shell, 60e3, (value) => `${(value / 1e3).toFixed(1)} KB`);
  const rest = text.replace(/<script type="text\/plain"[\s\S]*?<\/script>/g, '').length - shell;
  console.log(`  static part      ${(rest / 1e3).toFixed(1)} KB`);
  await measureBrowser(page);
}

async function write() {
  const program = fileURLToPath(new URL('report/write.mjs', import.meta.url));
  const writing = await measure(process.execPath, [program, folder]);
  if (writing.exitCode !== 0) throw new Error(writing.stderr);
  return writing;
}

async function measureBrowser(page) {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    console.log('  no Chromium, so nothing of how it opens (apt-get install chromium, or set CHROMIUM_PATH)');
    return;
  }
  const runs = [];
  for (let opening = 0; opening < openings; opening++) runs.push(await openOnce(executablePath, page));
  // What else the machine does can only add to a time, so the shortest says most.
  const least = (field) => Math.min(...runs.map((run) => run[field]));
  const milliseconds = (value) => `${value.toFixed(0)} ms`;
  const middle = (field) =>
    `, ${milliseconds(median(runs.map((run) => run[field])))} in the middle of ${openings}`;
  say('first paint', least('paint'), 250, milliseconds, middle('paint'));
  say('list ready', least('list'), 900, milliseconds, middle('list'));
  console.log(`  a case opens in   ${milliseconds(least('open'))}${middle('open')}`);
  say('heap', least('heap'), 24e6, megabytes);
  say('nodes', least('nodes'), 1500, (value) => `${value}`);
}

/** A browser of its own each time, so that nothing is warm. */
async function openOnce(executablePath, page) {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await tab.addInitScript(() => {
      const observer = new MutationObserver(() => {
        if (document.querySelector('.list .row') === null) return;
        globalThis.listAt = performance.now();
        observer.disconnect();
      });
      observer.observe(document, { childList: true, subtree: true });
    });
    await tab.goto(`file://${page}`);
    await tab.waitForFunction(() => globalThis.listAt !== undefined);
    const seen = await tab.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      list: globalThis.listAt,
      nodes: document.querySelectorAll('*').length,
    }));
    const open = await tab.evaluate(async () => {
      const startedAt = performance.now();
      document.querySelector('.list .row').click();
      while (document.querySelector('.case-view .answer') === null) await new Promise(requestAnimationFrame);
      return performance.now() - startedAt;
    });
    const devtools = await tab.context().newCDPSession(tab);
    await devtools.send('Performance.enable');
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    return { ...seen, open, heap: metrics.find(({ name }) => name === 'JSHeapUsedSize').value };
  } finally {
    await browser.close();
  }
}

function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  return ['chromium', 'chromium-browser', 'google-chrome']
    .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())
    .find((path) => path !== '');
}

function say(name, value, limit, show, more = '') {
  const met = value <= limit;
  failed ||= !met;
  console.log(`  ${name.padEnd(18)}${show(value)} (at most ${show(limit)} ${met ? '✔' : '✖'})${more}`);
}

function seconds(value) {
  return `${value.toFixed(1)} s`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
