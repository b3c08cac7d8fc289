import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { loadFixture, parseTags } from './support.ts';

const input = await loadFixture('hostile');
const options = { color: false, paths: { report: 'reports/\u001b[31mx/index.html' }, exitCode: 1 } as const;
const formats = {
  html: renderHtml(input),
  markdown: renderMarkdown(input),
  junit: renderJunit(input),
  terminal: renderTerminal(input, options),
};

describe.each(Object.entries(formats))('hostile text in %s', (_, text) => {
  it('holds nothing that repaints or reorders a screen', () => {
    expect(text).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/,
    );
    expect(text.isWellFormed()).toBe(true);
  });

  it('does not give a sensitive value away', () => {
    expect(text).not.toContain('top-secret-4711');
  });
});

describe('hostile text in HTML', () => {
  it('opens no element and no attribute of its own', () => {
    const tags = parseTags(formats.html.replace(/<style>[\s\S]*<\/style>/, ''));
    expect(
      tags.filter((tag) => ['script', 'img', 'iframe', 'a', 'link', 'object'].includes(tag.name)),
    ).toEqual([{ name: 'a', attributes: ' class="skip" href="#main"' }]);
    expect(
      tags.filter((tag) => /\s(on\w+|style|src)=/.test(tag.attributes.replace(/"[^"]*"/g, '""'))),
    ).toEqual([]);
  });

  it('is shown as it is', () => {
    expect(formats.html).toContain('candidate-output&lt;/script&gt;&lt;script&gt;alert(1)');
    expect(formats.html).toContain('input&lt;/script&gt;');
    expect(formats.html).toContain('candidate-reason&lt;/script&gt;');
  });

  it('shows a sensitive value on request', () => {
    expect(renderHtml(input, { showSensitive: true })).toContain('top-secret-4711');
  });
});

describe('hostile text in Markdown', () => {
  // What stands in a fenced block is shown as it is, so only the rest has to be escaped.
  const prose = formats.markdown.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, '');

  it('leaves the fence only where it is meant to end', () => {
    expect(prose).not.toBe(formats.markdown);
    expect(prose).not.toContain('new</script>');
  });

  it('notifies nobody, links nowhere, opens no HTML', () => {
    expect(prose).not.toMatch(/@everyone/);
    expect(prose).not.toMatch(/https:\/\//);
    expect(prose.replace(/<\/?(details|summary)>|<!-- prompteval:[^<>]* -->/g, '')).not.toMatch(/<[a-z/!]/i);
    expect(prose.replaceAll('`prompteval report 20260824-000000-bad000`', '')).not.toContain('`');
  });

  it('keeps every table row at its number of cells', () => {
    const tables = prose.split('\n\n').filter((block) => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(1);
    for (const table of tables) {
      const widths = table.split('\n').map((row) => row.replace(/\\./g, '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it('ends in a marker that the prompt name cannot close', () => {
    const marker = formats.markdown.trimEnd().split('\n').at(-1) ?? '';
    expect(marker).toMatch(/^<!-- prompteval:[^<>]+ -->$/);
    expect(marker.slice(4, -3)).not.toContain('--');
  });
});

describe('hostile text in JUnit', () => {
  it('is well-formed XML with the intended elements only', () => {
    const names = new Set(parseTags(formats.junit).map((tag) => tag.name));
    expect([...names].sort()).toEqual(
      [
        'failure',
        'properties',
        'property',
        'skipped',
        'system-out',
        'testcase',
        'testsuite',
        'testsuites',
      ].sort(),
    );
    expect(formats.junit).not.toMatch(/[\ufffe\uffff]/);
    expect(formats.junit).not.toContain(']]>');
  });
});
