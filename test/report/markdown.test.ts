import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { fitting, markdownBlock, markdownTable, markdownText } from '../../src/report/markdown-text.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { fixtures, loadFixture } from './support.ts';

/** What GitHub takes of a comment. */
const longest = 65_536;

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

  it('cuts the prompt diff at 4 KB, between code points and inside its fence', async () => {
    const { run, worst } = await loadFixture('blocked');
    const { candidate, baseline } = run.arms;
    const messages = [{ role: 'user' as const, content: `${'😀`'.repeat(20_000)}\n` }];
    const arms = { baseline, candidate: { ...candidate, prompt: { ...candidate.prompt, messages } } };
    const text = renderMarkdown({ run: { ...run, arms }, worst });
    const block = /\n(`{3,})diff\n([\s\S]*?)\n\1\n/.exec(text)?.[2] ?? '';
    expect([...block]).toHaveLength(4096);
    expect(text).toContain('The messages are cut here');
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain('</details>\n\n1,000 cases');
  });

  it('shows ten of the worst, and says of how many', async () => {
    const text = renderMarkdown(await loadFixture('blocked'));
    expect(text).toContain('<details><summary>10 worst of 14 regressions</summary>\n\n| Change |');
  });

  it('has no invisible character in its numbers', async () => {
    const text = renderMarkdown(await loadFixture('blocked'));
    expect(text).toContain('| 0.861 | 0.847 | −0.014 | −0.019 … −0.009 (95 %) |');
  });
});

describe('a summary that would grow too long', () => {
  const emoji = '<😀>`|@'.repeat(5_000);

  async function grown(change: (input: ReportInput) => Partial<ReportInput['run']>): Promise<string> {
    const input = await loadFixture('blocked');
    return renderMarkdown({ ...input, run: { ...input.run, ...change(input) } });
  }

  async function longWorst(): Promise<ReportInput['worst']> {
    const [worst] = (await loadFixture('blocked')).worst;
    if (!worst) throw new Error('the fixture has one');
    const reasons = [{ evaluatorMetric: worst.metric, candidate: emoji }];
    const full = { ...worst, case: emoji, metric: emoji, model: emoji, tags: [emoji], reasons };
    return Array.from({ length: 10 }, () => full);
  }

  function expectWhole(text: string): void {
    expect(text.length).toBeLessThan(longest);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toMatch(/^## ✖ Blocked: support-reply v13 — stable stays at v12\n/);
    expect(text.trimEnd()).toMatch(/<!-- prompteval:support-reply -->$/);
    // What is left of a section is whole: nothing stays open.
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
    expect(text).toContain('`prompteval report 20260822-140311-7f3a1d`');
  }

  it('keeps the header and the marker whatever its texts are, and drops the rest from the end', async () => {
    const { run } = await loadFixture('blocked');
    const outcomes = run.verdict.outcomes.flatMap((outcome) =>
      Array.from({ length: 100 }, (_, index) => ({
        ...{ ...outcome, gate: emoji },
        ...{ text: `${index}${emoji}`, expected: emoji, actual: emoji },
      })),
    );
    const long = { ...run, verdict: { ...run.verdict, headline: emoji, outcomes } };
    const warnings = Array.from({ length: 100 }, () => emoji);
    const text = renderMarkdown({ run: { ...long, warnings }, worst: await longWorst() });
    expectWhole(text);
    expect(text).toMatch(/\d+ more gates stand in the full report/);
    expect(text).toMatch(/\d+ more stand in the full report/);
    expect(text).toContain('The rest does not fit here');
    expect(text).not.toContain('Prompt diff');
  });

  it('keeps them where warnings stand among the notices', async () => {
    const input = await loadFixture('blocked');
    const drift = {
      ...{ release: '20260822-140311-7f3a1c', releasedAt: input.run.startedAt },
      ...{ rescored: false, sameGates: true, served: [] },
    };
    const warnings = Array.from({ length: 1000 }, () => emoji);
    const text = renderMarkdown({ ...input, run: { ...input.run, drift, warnings } });
    expect(text.length).toBeLessThan(longest);
    expect(text.trimEnd()).toMatch(/<!-- prompteval:support-reply -->$/);
  });

  it('shows as many gates as there is room for, and the worst cases still', async () => {
    const text = await grown(({ run }) => {
      const [outcome] = run.verdict.outcomes;
      if (!outcome) throw new Error('the fixture has one');
      return {
        verdict: {
          ...run.verdict,
          outcomes: Array.from({ length: 1000 }, (_, index) => ({ ...outcome, gate: `gate ${index}` })),
        },
      };
    });
    expectWhole(text);
    expect(text).toContain('| ? undecided | gate 100 ');
    expect(text).toContain('10 worst of 14 regressions');
  });

  it('cuts a long section short and goes on', async () => {
    const { run } = await loadFixture('blocked');
    const text = renderMarkdown({ run, worst: await longWorst() });
    expectWhole(text);
    expect(text).toMatch(/<details><summary>\d worst of 14 regressions/);
    expect(text).toContain('Prompt diff');
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
    ['www.x.y', 'www\u200b.x.y'],
    ['two\nlines', 'two lines'],
    ['a\r\nb\u2028c', 'a� b�c'],
    ['# heading', '\u200b# heading'],
    ['- item', '\u200b- item'],
    ['1. item', '\u200b1. item'],
    ['---', '\u200b---'],
    ['0.847', '0.847'],
    ['-0.5', '-0.5'],
    ['$4.49', '$4.49'],
    ['$x$', '\\$x\\$'],
    [':tada: 10:30', ':\u200btada: 10:30'],
    ['[x](y)', '\\[x\\](y)'],
    ['![x](y)', '!\\[x\\](y)'],
    ['snake_case *b* ~c~', 'snake\\_case \\*b\\* \\~c\\~'],
    ['back\\slash', 'back\\\\slash'],
    ['\\|', '\\\\\\|'],
    ['\ud800x', '�x'],
    ['\u001b[31mred\u202e', '�red�'],
  ])('escapes %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  it('is one line without markup, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const shown = markdownText(text);
        expect(shown).not.toMatch(/[\r\n<>`\u2028\u2029]/);
        expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*[|*_[\]~]/);
        expect(shown).not.toMatch(/@(?!\u200b)/);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('markdownBlock', () => {
  it('has a fence longer than any inside, and cuts between code points', () => {
    expect(markdownBlock('a ```` b', 'diff', 100)).toBe('`````diff\na ```` b\n`````');
    expect(markdownBlock('😀😀😀', '', 2)).toBe('```\n😀…\n```');
  });
});

describe('what does not fit', () => {
  it.each([
    [['aa', 'bb', 'cc'], 4, ['aa', 'bb']],
    [['aa', 'bb'], 100, ['aa', 'bb']],
    [['aaaa'], 1, ['aaaa']],
    [[], 1, []],
  ])('is left out of %j', (items, most, expected) => {
    expect(fitting(items, most)).toEqual(expected);
  });

  it('is counted in a table', () => {
    const { table, left } = markdownTable(
      ['A', 'B'],
      [1],
      [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
      20,
    );
    expect(table).toBe('| A | B |\n| --- | ---: |\n| 1 | 2 |\n| 3 | 4 |');
    expect(left).toBe(1);
  });
});
