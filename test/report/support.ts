import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadReportInput } from '../../src/report/load-report.ts';
import type { ReportInput } from '../../src/report/report-input.ts';

export const fixtures = [
  'promoted',
  'blocked',
  'inconclusive',
  'first-release',
  'hostile',
  'empty',
  'one-case',
  'errors',
] as const;
export type Fixture = (typeof fixtures)[number];

export function fixtureFolder(name: Fixture): string {
  return join(import.meta.dirname, '../fixtures/runs/v1', name);
}

export function loadFixture(name: Fixture): Promise<ReportInput> {
  return loadReportInput(fixtureFolder(name));
}

/** A copy that a test may write into. */
export function copyFixture(name: Fixture): string {
  const folder = mkdtempSync(join(tmpdir(), 'prompteval-report-'));
  cpSync(fixtureFolder(name), folder, { recursive: true });
  return folder;
}

const voidElements = new Set(['meta', 'br', 'hr', 'img', 'link', 'input']);

/** The start tags of a document, and an error where tags do not nest. Works for our HTML and our XML. */
export function parseTags(text: string): { name: string; attributes: string }[] {
  const open: string[] = [];
  const found: { name: string; attributes: string }[] = [];
  const tag = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>|<[!?][^>]*>|</g;
  for (const [whole, closing, name = '', attributes = '', self] of text.matchAll(tag)) {
    if (whole === '<') throw new Error('a stray <');
    if (name === '') continue;
    if (closing) {
      const expected = open.pop();
      if (expected !== name) throw new Error(`</${name}> closes <${expected}>`);
      continue;
    }
    found.push({ name, attributes });
    if (!self && !voidElements.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  return found;
}

/** Text content of a piece of markup. */
export function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
