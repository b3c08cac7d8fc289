import { writeFile } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { Metric } from '../core/score.ts';
import { printable } from '../core/text.ts';
import { readCsv } from '../datasets/read-csv.ts';
import { UnreadableFile } from '../datasets/read-text.ts';
import { lineNumber, readAll } from '../datasets/rows.ts';

/** What a person sees of an answer: neither its arm nor its score. */
export interface SheetRow {
  id: string;
  run: string;
  input: string;
  expected: string;
  answer: string;
}

const columns = ['id', 'run', 'input', 'expected', 'answer', 'label'] as const;

/** @throws InputError where the file is there already: somebody's labels may stand in it. */
export async function writeSheet(file: string, shown: string, rows: readonly SheetRow[]): Promise<void> {
  const lines = rows.map((row) => columns.map((column) => cellOf(column === 'label' ? '' : row[column])));
  const text = [[...columns], ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'EEXIST') throw new InputError({ file: shown, message: error.message });
    throw new InputError({
      file: shown,
      message: 'the file is there already, and may hold labels',
      hint: `Read them with --labels ${shown}, or name another file with --out`,
    });
  }
}

/** Quoted always; what a spreadsheet would take for a formula stands after an apostrophe. */
function cellOf(text: string): string {
  const safe = printable(text);
  const harmless = /^[\s]*[=+\-@]/.test(safe) ? `'${safe}` : safe;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export interface Labels {
  run: string;
  /** By the answer's id. */
  labels: Map<string, number>;
}

/**
 * The labels that a person filled in; rows without one are left out.
 *
 * @throws InputError with every row that can't be used.
 */
export async function readLabels(file: string, shown: string, metric: Metric): Promise<Labels> {
  const { rows, problems: flaws } = await readAll(readCsv, file).catch((error: unknown) => {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new InputError({ file: shown, ...error.problem });
  });
  const problems: Problem[] = [...flaws];
  const labels = new Map<string, number>();
  const runs = new Set<string>();
  for (const { fields, line } of rows) {
    const place = lineNumber(line);
    const at = place === undefined ? {} : { line: place };
    const [id, run, label] = ['id', 'run', 'label'].map((name) => String(fields.get(name) ?? '').trim());
    if (!id || !run) {
      problems.push({
        ...at,
        message: 'has no id or no run',
        hint: 'Leave the first two columns as they are',
      });
      continue;
    }
    runs.add(run);
    if (!label) continue;
    const value = labelValue(label, metric);
    if (value === undefined) {
      problems.push({ ...at, field: 'label', message: `is "${label}"`, expected: expectedLabel(metric) });
    } else if (labels.has(id)) problems.push({ ...at, field: 'id', message: `${id} has a label already` });
    else labels.set(id, value);
  }
  const [run, ...others] = runs;
  if (others.length > 0)
    problems.push({ field: 'run', message: `names several runs: ${[...runs].join(', ')}` });
  if (problems.length > 0) throw new InputError(problems.map((problem) => ({ file: shown, ...problem })));
  if (run === undefined || labels.size === 0) {
    throw new InputError({
      file: shown,
      message: 'nothing is labelled yet',
      hint: 'Fill in the column "label"',
    });
  }
  return { run, labels };
}

function labelValue(label: string, { kind, range: [low, high] }: Metric): number | undefined {
  const words: Record<string, number> = { yes: 1, pass: 1, true: 1, no: 0, fail: 0, false: 0 };
  const word = label.toLowerCase();
  if (kind === 'binary' && Object.hasOwn(words, word)) return words[word];
  const value = /^-?\d+([.,]\d+)?$/.test(label) ? Number(label.replace(',', '.')) : Number.NaN;
  if (kind === 'binary') return value === 0 || value === 1 ? value : undefined;
  return value >= low && value <= high ? value : undefined;
}

export function expectedLabel({ kind, range: [low, high] }: Metric): string {
  return kind === 'binary' ? '1 (or yes, pass) or 0 (or no, fail)' : `a number from ${low} to ${high}`;
}
