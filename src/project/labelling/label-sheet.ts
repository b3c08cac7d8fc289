import { writeFile } from 'node:fs/promises';
import { InputError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';
import type { Metric } from '../../core/score.ts';
import { readCsv } from '../../datasets/read-csv.ts';
import { UnreadableFile } from '../../datasets/read-text.ts';
import { lineNumber, readAll } from '../../datasets/rows.ts';
import type { LabelItem } from '../../labelling/shared/label-task.ts';
import { cellsOf, harmless, type LabelledRow, type SeenCells } from './sheet-cells.ts';

const columns = ['id', 'run', 'input', 'expected', 'answer', 'label'] as const;

/** @throws InputError where the file is there already: somebody's labels may stand in it. */
export async function writeSheet(
  file: string,
  shown: string,
  run: string,
  items: readonly LabelItem[],
): Promise<void> {
  const lines = items.map((item) => {
    const { input, expected, answer } = cellsOf(item);
    return [harmless(item.id), harmless(run), input, expected, answer, ''].map(quoted);
  });
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

export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

export interface Labels {
  run: string;
  /** Of every row, in their order. */
  ids: string[];
  /** By the answer's id. */
  labels: Map<string, number>;
  /** What those who gave them saw. */
  labelled: LabelledRow[];
  /** Who gave them, where the sheet says so. */
  people: string[];
}

/**
 * The labels that a person filled in; rows without one are left out.
 *
 * @throws InputError with every row that can't be used, or where there is no label at all.
 */
export async function readLabels(file: string, shown: string, metric: Metric): Promise<Labels> {
  const read = await readSheet(file, shown, metric);
  if (read.labels.size > 0) return read;
  throw new InputError({
    file: shown,
    message: 'nothing is labelled yet',
    hint: 'Fill in the column "label"',
  });
}

/** The same, of a file that nobody has filled in yet as well. */
export async function readSheet(file: string, shown: string, metric: Metric): Promise<Labels> {
  const { rows, problems: flaws } = await readAll(readCsv, file).catch((error: unknown) => {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new InputError({ file: shown, ...error.problem });
  });
  const problems: Problem[] = [...flaws];
  const labels = new Map<string, number>();
  const ids: string[] = [];
  const labelled: LabelledRow[] = [];
  // An empty cell of this column is read as none.
  const hasExpected = rows.some(({ fields }) => fields.has('expected'));
  const people = new Set<string>();
  const runs = new Set<string>();
  for (const { fields, line } of rows) {
    const place = lineNumber(line);
    const at = place === undefined ? {} : { line: place };
    const [id, run, label, by] = ['id', 'run', 'label', 'by'].map((name) =>
      String(fields.get(name) ?? '').trim(),
    );
    if (!id || !run) {
      problems.push({
        ...at,
        message: 'has no id or no run',
        hint: 'Leave the first two columns as they are',
      });
      continue;
    }
    runs.add(run);
    ids.push(id);
    if (!label) continue;
    const value = labelValue(label, metric);
    if (value === undefined) {
      problems.push({ ...at, field: 'label', message: `is "${label}"`, expected: expectedLabel(metric) });
    } else if (labels.has(id)) problems.push({ ...at, field: 'id', message: `${id} has a label already` });
    else {
      labels.set(id, value);
      labelled.push({ id, ...at, seen: seenOf(fields, hasExpected) });
      if (by) people.add(by);
    }
  }
  const [run, ...others] = runs;
  if (others.length > 0)
    problems.push({ field: 'run', message: `names several runs: ${[...runs].join(', ')}` });
  if (problems.length > 0) throw new InputError(problems.map((problem) => ({ file: shown, ...problem })));
  if (run === undefined) throw new InputError({ file: shown, message: 'there is no answer in it' });
  return { run, ids, labels, labelled, people: [...people] };
}

function seenOf(fields: ReadonlyMap<string, Json>, hasExpected: boolean): SeenCells {
  const seen: SeenCells = {};
  for (const name of ['input', 'answer'] as const) {
    if (fields.has(name)) seen[name] = String(fields.get(name));
  }
  if (hasExpected) seen.expected = String(fields.get('expected') ?? '');
  return seen;
}

export function labelValue(label: string, { kind, range: [low, high] }: Metric): number | undefined {
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
