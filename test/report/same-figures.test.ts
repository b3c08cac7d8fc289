import { describe, expect, it } from 'vitest';
import { gateRows } from '../../src/report/gate-rows.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { type Fixture, fixtures, loadFixture, textOf } from './support.ts';

/** What one format shows of one gate: values, change, bounds; empty where it shows none. */
interface Shown {
  values: string[];
  change: string;
  bounds: string[];
}

const none = new Set(['', '–']);

function fromHtml(input: ReportInput): Shown[] {
  const bodies = renderHtml(input).match(/<tbody role="rowgroup" class="gate"[\s\S]*?<\/tbody>/g) ?? [];
  return bodies.map((body) => {
    const cell = (name: string) =>
      textOf(
        (body.match(new RegExp(`class="(?:number )?${name}"[^>]*>([\\s\\S]*?)</td>`))?.[1] ?? '').replace(
          /<span class="note">.*?<\/span>/g,
          '',
        ),
      );
    return shown(
      [cell('baseline'), cell('candidate') || cell('seen')],
      cell('change'),
      cell('bounds').split(' … '),
    );
  });
}

function fromMarkdown(input: ReportInput): Shown[] {
  const rows = renderMarkdown(input)
    .split('\n')
    .filter((line) => /^\| [✔✖?] /.test(line))
    .map((line) =>
      line
        .replaceAll('\\|', '¦')
        .split(' | ')
        .map((cell) => cell.replace(/^\| /, '')),
    );
  return rows.map((cells) =>
    shown(
      [cells[2] ?? '', plain(cells[3] ?? '')],
      cells[4] ?? '',
      (cells[5] ?? '').replace(/ \(.*\)$/, '').split(' … '),
    ),
  );
}

function plain(markdown: string): string {
  return markdown
    .replaceAll('\u200b', '')
    .replace(/\\(.)/g, '$1')
    .replaceAll('¦', '|')
    .replaceAll('&#96;', '`');
}

function fromLines(lines: readonly string[]): Shown[] {
  return lines.map((line) => {
    const cells = line.split(/ {2,}/).map((cell) => cell.trim());
    const bounds = cells.find((cell) => /^\[[^a-z\]]*\d.*\]$/.test(cell)) ?? '';
    const values = cells[0] ?? '';
    const change = cells[1] ?? '';
    const isChange = /^[−+]?[\d.,]+( pp| %)?$/.test(change);
    return shown(values.split(' → '), isChange ? change : '', bounds.slice(1, -1).split(', '));
  });
}

function fromTerminal(input: ReportInput): Shown[] {
  const lines = renderTerminal(input, { color: false, paths: { report: 'r' }, exitCode: 0 })
    .split('\n')
    .filter((line) => /^ [✔✖?] (pass|fail|undecided) /.test(line))
    .map((line) => line.split(/ {2,}/).slice(2).join('  '));
  return fromLines(lines);
}

function fromJunit(input: ReportInput): Shown[] {
  const outs = [...renderJunit(input).matchAll(/<system-out>(.*)\n/g)].map((match) => textOf(match[1] ?? ''));
  return fromLines(outs);
}

function shown(values: string[], change: string, bounds: string[]): Shown {
  const clean = (texts: string[]) => texts.map((text) => text.trim()).filter((text) => !none.has(text));
  return { values: clean(values), change: clean([change])[0] ?? '', bounds: clean(bounds) };
}

describe.each(fixtures.filter((name): name is Exclude<Fixture, 'hostile'> => name !== 'hostile'))(
  'the figures of %s',
  (name) => {
    it.each([
      ['index.html', fromHtml],
      ['summary.md', fromMarkdown],
      ['the terminal', fromTerminal],
      ['junit.xml', fromJunit],
    ] as const)('stand in %s, gate by gate', async (_, extract) => {
      const input = await loadFixture(name);
      const expected = gateRows(input.run).map((row) =>
        shown(
          [row.baseline ?? '', row.candidate ?? row.outcome.actual],
          row.change ?? '',
          row.bounds === null ? [] : [...row.bounds],
        ),
      );
      expect(expected.length).toBeGreaterThan(0);
      expect(extract(input)).toEqual(expected);
    });
  },
);
