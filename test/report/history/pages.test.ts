import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderHistoryPage } from '../../../src/report/history/history-page.ts';
import { renderLatestPage } from '../../../src/report/history/latest-page.ts';
import { fixtures, loadFixture, parseTags, textOf } from '../support.ts';
import { historyOf, version } from './records.ts';
import { entry, history, now, page, pages, portfolio, second } from './samples.ts';

describe.each(pages)('the page of %s', (_, text) => {
  const markup = text.replace(/<style>[\s\S]*<\/style>/, '');

  it('nests its tags and names its regions', () => {
    const tags = parseTags(markup);
    expect(tags.filter(({ name }) => name === 'h1')).toHaveLength(1);
    expect(tags.filter(({ name }) => name === 'main')).toHaveLength(1);
    for (const head of tags.filter(({ name }) => name === 'th')) expect(head.attributes).toContain('scope=');
  });

  it('lets only its own style sheet through', () => {
    const sheet = text.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? '';
    const hash = createHash('sha256').update(sheet).digest('base64');
    expect(text).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
    expect(sheet).not.toMatch(/url\(|@import/);
  });

  it('has no script, no foreign element, no handler and only relative links', () => {
    const tags = parseTags(markup);
    expect(tags.filter(({ name }) => ['script', 'img', 'iframe', 'object', 'link'].includes(name))).toEqual(
      [],
    );
    expect(
      tags.filter(({ attributes }) => /\s(on\w+|style|src)=/.test(attributes.replace(/"[^"]*"/g, '""'))),
    ).toEqual([]);
    for (const { attributes } of tags.filter(({ name }) => name === 'a')) {
      expect(attributes).not.toMatch(/href="(?:[a-z]+:|\/)/i);
    }
  });

  it('holds nothing that reorders the page', () => {
    expect(text).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
    expect(text.isWellFormed()).toBe(true);
  });
});

describe('the history of a prompt', () => {
  const text = textOf(page());

  it('shows verdicts, metrics, versions, releases and runs', () => {
    const headings = [...page().matchAll(/<h2 id="([^"]+)"/g)].map((match) => match[1]);
    expect(headings).toEqual(['verdicts', 'metrics', 'versions', 'releases', 'runs']);
    expect(text).toContain('92.3 %');
    expect(text).toContain('+2.0 … +8.7');
  });

  it('counts one version and one run as one', () => {
    const [version] = history.versions;
    const [run] = history.runs;
    if (!version || !run) throw new Error('the history is empty');
    const first = renderHistoryPage({
      ...{ history: { ...history, versions: [version], runs: [run] }, now, tool: '0.1.0' },
      links: { portfolio: null, run: () => null },
    });
    expect(first).toContain('1 version, 1 run<');
  });

  it('shows every figure of a chart in the table too', () => {
    const drawn =
      page()
        .match(/aria-label="quality: ([^"]+)"/)?.[1]
        ?.split(', ') ?? [];
    expect(drawn).toHaveLength(2);
    const table = page().split('<table')[1] ?? '';
    for (const words of drawn) expect(table).toContain(words.replace(/^v\d+ /, ''));
  });

  it('links to the reports that are there and to nothing else', () => {
    expect(page()).toContain(`href="${second}/index.html"`);
    const without = renderHistoryPage({
      ...{ history, now, tool: '0.1.0' },
      links: { portfolio: null, run: () => null },
    });
    expect(
      parseTags(without.replace(/<style>[\s\S]*<\/style>/, '')).filter(({ name }) => name === 'a'),
    ).toHaveLength(1);
  });

  it('draws each alias from its first move until now', () => {
    expect(page()).toContain('What stable named: v1 from 1 Nov 2026 12:00 UTC, v2 from 2 Nov 2026 12:00 UTC');
    expect(page()).toContain('What acme/canary named: v2 from 1 Nov 2026 12:00 UTC');
  });

  it('says what could not be read', () => {
    expect(textOf(page(historyOf({ problems: ['versions/2.json is damaged'] })))).toContain(
      'Could not be read: versions/2.json is damaged',
    );
  });
});

describe.each(fixtures)('the stored run %s', (name) => {
  it('still stands in a history', async () => {
    const { run } = await loadFixture(name);
    const { candidate, baseline } = run.arms;
    const versions = [candidate, ...(baseline ? [baseline] : [])].map((arm, index) => ({
      ...version(index + 1),
      digest: arm.digest,
    }));
    const text = page(historyOf({ runs: [run], versions }));
    expect(text).toContain(`href="${run.id}/index.html"`);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('the portfolio', () => {
  const text = textOf(portfolio());

  it('sums up, and says what it does not know', () => {
    expect(text).toContain('2, 1 live');
    expect(text).toContain('$18.00not known of 1 prompt');
    expect(text).toContain('v2 (frozen)');
    expect(text).toContain('Refunds were wrong');
    expect(text).toContain('1 approval');
    expect(text).toContain('1 in place, 1 missing');
  });

  it('stands open where something is missing', () => {
    expect(portfolio()).toContain('<details class="case" open>');
    const done = { ...entry, checklist: (entry.checklist ?? []).slice(0, 1) };
    expect(portfolio([done])).not.toContain('<details class="case" open>');
  });
});

describe('the page of the newest run', () => {
  it('leads to its report at once, and by hand', () => {
    const [run] = history.runs;
    if (!run) throw new Error('there is one');
    const text = renderLatestPage('triage', run, '../x/index.html');
    expect(text).toContain('<meta http-equiv="refresh" content="0; url=../x/index.html">');
    expect(text).toContain('<a href="../x/index.html">');
  });
});
