import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/html/page.ts';
import { fixtures, loadFixture, parseTags, textOf } from '../support.ts';

describe.each(fixtures)('the page of %s', (name) => {
  it('nests its tags, has one heading of the first level and named regions', async () => {
    const page = renderHtml(await loadFixture(name));
    const tags = parseTags(page.replace(/<style>[\s\S]*<\/style>/, ''));
    expect(tags.filter((tag) => tag.name === 'h1')).toHaveLength(1);
    expect(tags.filter((tag) => tag.name === 'main')).toHaveLength(1);
    const sections = tags.filter((tag) => tag.name === 'section');
    expect(sections.length).toBeGreaterThan(4);
    for (const section of sections) {
      const id = section.attributes.match(/aria-labelledby="([^"]+)"/)?.[1];
      expect(page).toContain(`<h2 id="${id}">`);
    }
    for (const head of tags.filter((tag) => tag.name === 'th')) expect(head.attributes).toContain('scope=');
    expect(tags.filter((tag) => tag.name === 'caption').length).toBe(
      tags.filter((tag) => tag.name === 'table').length,
    );
  });

  it('lets only its own style sheet through, and needs nothing else', async () => {
    const page = renderHtml(await loadFixture(name));
    const sheet = page.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? '';
    const hash = createHash('sha256').update(sheet).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src &#39;sha256-${hash}`.replaceAll("'", '&#39;'),
    );
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b/);
    expect(sheet).not.toMatch(/url\(|@import/);
  });
});

describe('the verdict', () => {
  it.each([
    ['promoted', '✔ PROMOTED', 'v13 is released; stable moved from v12 to v13'],
    ['blocked', '✖ BLOCKED', 'v13 is not released; stable stays at v12'],
    ['inconclusive', '? INCONCLUSIVE', 'draft is not released; stable stays at v12'],
    ['first-release', '✔ PROMOTED', 'v1 is released; stable now names v1'],
  ] as const)('of %s begins the title and the page', async (name, title, sentence) => {
    const page = renderHtml(await loadFixture(name));
    expect(page.match(/<title>(.*?)<\/title>/)?.[1]).toMatch(new RegExp(`^${title.replace('?', '\\?')} · `));
    expect(textOf(page.match(/<h1>(.*?)<\/h1>/)?.[1] ?? '')).toBe(`${title} ${sentence}`);
  });
});

describe('sections', () => {
  it('colour a bar by its outcome alone', async () => {
    const page = renderHtml(await loadFixture('blocked'));
    const bodies = page.match(/<tbody role="rowgroup" class="gate"[\s\S]*?<\/tbody>/g) ?? [];
    const pairs = bodies.map((body) => [
      body.match(/class="badge (\w+)"/)?.[1],
      body.match(/class="bar bar-(\w+)"/)?.[1],
    ]);
    expect(pairs.filter(([, bar]) => bar !== undefined).length).toBeGreaterThan(4);
    for (const [badge, bar] of pairs) if (bar !== undefined) expect(bar).toBe(badge);
  });

  it('say what a smoke run is, and what could not be read', async () => {
    const page = textOf(renderHtml(await loadFixture('inconclusive')));
    expect(page).toContain('it can never promote');
    const torn = textOf(renderHtml(await loadFixture('blocked')));
    expect(torn).toContain('1 of the lines of trials.jsonl could not be read');
  });

  it('show the rollback command only after a release', async () => {
    expect(renderHtml(await loadFixture('promoted'))).toContain(
      'prompteval rollback support-triage --reason',
    );
    expect(renderHtml(await loadFixture('blocked'))).not.toContain('prompteval rollback');
  });

  it('hatch slices of few cases and say how many', async () => {
    const page = renderHtml(await loadFixture('promoted'));
    expect(page).toMatch(/class="number few"[^>]*>0\.0 pp<span class="note">n=7</);
    expect(page).toMatch(/class="number enough"[^>]*>\+6\.7 pp<span class="note">n=30</);
  });

  it('show a number of an unknown metric raw and draw no bar for it', async () => {
    const page = renderHtml(await loadFixture('inconclusive'));
    const tone = page.match(/data-gate="tone"[\s\S]*?<\/tbody>/)?.[0] ?? '';
    expect(tone).toContain('3.25');
    expect(tone).not.toContain('<svg');
  });

  it('cut a text that would fill the page', async () => {
    const input = await loadFixture('promoted');
    const [first, ...rest] = input.worst;
    if (!first) throw new Error('the fixture has a worst case');
    const long = { ...input, worst: [{ ...first, candidateText: 'x'.repeat(1_000_000) }, ...rest] };
    const page = renderHtml(long);
    expect(page.length).toBeLessThan(80_000);
    expect(page).toContain('trials.jsonl has the whole text');
  });
});
