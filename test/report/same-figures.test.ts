import { describe, expect, it } from 'vitest';
import { gateRows } from '../../src/report/gate-rows.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { spentWords } from '../../src/report/spent-words.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { sizeWords } from '../../src/report/verdict-words.ts';
import { regressionFigures } from '../../src/report/worst-words.ts';
import { type Fixture, fixtures, loadFixture, textOf } from './support.ts';

/** What one format shows of one gate: values, change, bounds; empty where it shows none. */
interface Shown {
  values: string[];
  change: string;
  bounds: string[];
}

const none = new Set(['', '–']);
/** What stands before bounds that are not of the change. */
const ofValue = /^(mean|p95|value) /;

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
      cell('bounds').replace(ofValue, '').split(' … '),
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
      (cells[5] ?? '')
        .replace(/ \(.*\)$/, '')
        .replace(ofValue, '')
        .split(' … '),
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
    const bounds =
      cells.map((cell) => cell.replace(ofValue, '')).find((cell) => /^\[[^a-z\]]*\d.*\]$/.test(cell)) ?? '';
    const values = cells[0] ?? '';
    const change = cells[1] ?? '';
    const isChange = /^[−+]?[\d.,]+( pp| %)?$/.test(change);
    return shown(values.split(' → '), isChange ? change : '', bounds.slice(1, -1).split(', '));
  });
}

function terminalText(input: ReportInput): string {
  return renderTerminal(input, { color: false, paths: { report: 'r' }, exitCode: 0 });
}

function fromTerminal(input: ReportInput): Shown[] {
  const lines = terminalText(input)
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
      expect(expected.length > 0).toBe(name !== 'empty');
      expect(extract(input)).toEqual(expected);
    });

    it('are the same of every limit', async () => {
      const input = await loadFixture(name);
      const html = renderHtml(input);
      const markdown = plain(renderMarkdown(input).replaceAll('\\|', '¦'));
      for (const { outcome } of gateRows(input.run)) {
        expect(textOf(html)).toContain(outcome.expected);
        expect(textOf(markdown)).toContain(outcome.expected);
        expect(terminalText(input)).toContain(outcome.expected);
        expect(textOf(renderJunit(input))).toContain(outcome.expected);
      }
    });

    it('are the same of every case that got worse', async () => {
      const input = await loadFixture(name);
      const changes = input.worst.map((worst) => regressionFigures(input.run, worst).change);
      const inHtml = [...renderHtml(input).matchAll(/<span class="change">▼ (.*?)<\/span>/g)];
      expect(inHtml.map((match) => textOf(match[1] ?? ''))).toEqual(changes);
      const table = renderMarkdown(input).split('worst of')[1]?.split('</details>')[0] ?? '';
      const rows = table.split('\n').filter((line) => line.startsWith('| '));
      expect(rows.slice(2).map((line) => line.split(' | ')[0]?.slice(2))).toEqual(changes);
      const inTerminal =
        terminalText(input)
          .match(/ worst: (.*) {3}\(/)?.[1]
          ?.split(' · ') ?? [];
      expect(inTerminal).toHaveLength(Math.min(3, changes.length));
      for (const [index, words] of inTerminal.entries())
        expect(words.endsWith(changes[index] ?? '?')).toBe(true);
    });

    it('are the same of what was spent', async () => {
      const input = await loadFixture(name);
      const spent = spentWords(input.run);
      expect(textOf(renderHtml(input))).toContain(`This run cost ${spent}`);
      expect(renderMarkdown(input)).toContain(`${sizeWords(input.run)} · ${spent}`);
      expect(terminalText(input)).toContain(sizeWords(input.run));
    });
  },
);
