import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { markdownBlock, markdownText } from '../../src/report/markdown-text.ts';
import { fixtures, loadFixture } from './support.ts';

describe('renderMarkdown', () => {
  it.each(fixtures)('begins %s with the verdict and ends it with the marker', async (name) => {
    const text = renderMarkdown(await loadFixture(name));
    expect(text).toMatch(/^## [✔✖?] /);
    expect(text).toMatch(/\n<!-- prompteval:\S+ -->\n$/);
    expect(text.length).toBeLessThan(20_000);
  });

  it('shows what changed in the prompt', async () => {
    const text = renderMarkdown(await loadFixture('blocked'));
    expect(text).toContain('```diff');
    expect(text).toContain('\n! A question about an invoice {+or a refund +}is billing.\n');
    expect(text).toContain('\n+ An error message is technical.\n');
    expect(renderMarkdown(await loadFixture('first-release'))).not.toContain('```diff');
  });

  it('drops sections from the end rather than grow too long', async () => {
    const input = await loadFixture('blocked');
    const [outcome] = input.run.verdict.outcomes;
    const [worst] = input.worst;
    if (!outcome || !worst) throw new Error('the fixture has both');
    const run = {
      ...input.run,
      verdict: {
        ...input.run.verdict,
        headline: '😀'.repeat(50_000),
        outcomes: Array.from({ length: 500 }, (_, index) => ({
          ...outcome,
          text: `${index}${'<😀>'.repeat(5_000)}`,
        })),
      },
    };
    const text = renderMarkdown({ ...input, run, worst: Array.from({ length: 10 }, () => worst) });
    expect(text.length).toBeLessThan(65_536);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain('✖ Blocked: support-reply v13');
    expect(text).toContain('400 more gates');
    expect(text).toContain('The rest does not fit here');
    expect(text.trimEnd()).toMatch(/<!-- prompteval:support-reply -->$/);
  });
});

describe('markdownText', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['<b>&', '&lt;b&gt;&amp;'],
    ['`x`', '&#96;x&#96;'],
    ['@everyone', '@\u200beveryone'],
    ['fixes #12', 'fixes #\u200b12'],
    ['https://x.y', 'https:\u200b//x.y'],
    ['two\nlines', 'two lines'],
    ['# heading', '\u200b# heading'],
    ['- item', '\u200b- item'],
    ['[x](y)', '\\[x\\](y)'],
    ['snake_case *b*', 'snake\\_case \\*b\\*'],
    ['back\\slash', 'back\\\\slash'],
  ])('escapes %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });
});

describe('markdownBlock', () => {
  it('has a fence longer than any inside, and cuts between code points', () => {
    expect(markdownBlock('a ```` b', 'diff', 100)).toBe('`````diff\na ```` b\n`````');
    expect(markdownBlock('😀😀😀', '', 2)).toBe('```\n😀…\n```');
  });
});
