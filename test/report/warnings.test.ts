import { expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { loadFixture } from './support.ts';

const warnings = ['12 answers have no known price.', '\u001b[2Ja dataset <b>says</b> so', 'third', 'fourth'];

it('the warnings of a run stand in every report that people read', async () => {
  const input = await loadFixture('blocked');
  const warned = { ...input, run: { ...input.run, warnings } };
  const terminal = renderTerminal(warned, { color: false, paths: { report: 'index.html' }, exitCode: 1 });
  expect(terminal).toContain(' ⚠ 12 answers have no known price.\n');
  expect(terminal).toContain('�a dataset <b>says</b> so');
  expect(terminal).toContain(' ⚠ more warnings: 1. They stand in the report.');
  expect(renderMarkdown(warned)).toContain('⚠ 12 answers have no known price.');
  expect(renderMarkdown(warned)).not.toContain('<b>says');
  expect(renderHtml(warned)).toContain('12 answers have no known price.');
  expect(renderHtml(warned)).not.toContain('<b>says');
});
