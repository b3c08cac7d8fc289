import { basename, extname } from 'node:path';
import type { Case, Dataset } from '../core/case.ts';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { sharedLists } from '../core/shared-lists.ts';
import { Uint32List } from '../core/uint32-list.ts';
import { CaseIds } from './case-ids.ts';
import { caseOfRow, type ReadCase } from './case-of-row.ts';
import { type CaseSource, placeOf, rememberSource } from './case-source.ts';
import { DatasetDigest } from './dataset-digest.ts';
import { ProblemList } from './problem-list.ts';
import { UnreadableFile } from './read-text.ts';
import { type Line, lineNumber, problemAtLine, type Row, type RowReader, type RowSink } from './rows.ts';

export interface LoadOptions {
  /** Default: the first file's name without its extension, and how many more there are. */
  name?: string;
  /** How messages name a file; default: as it was given. */
  displayPath?: (file: string) => string;
  /** What is kept of each case, as it is read; default: all of it. For those that only count cases of a kind. */
  keep?: (item: Case) => Case;
}

/** Loaded when a file asks for them: each brings a parser along. */
const csv: RowReader = async (file, sink) => (await import('./read-csv.ts')).readCsv(file, sink);
const jsonl: RowReader = async (file, sink) => (await import('./read-jsonl.ts')).readJsonl(file, sink);
const json: RowReader = async (file, sink) => (await import('./read-document.ts')).readJson(file, sink);
const yaml: RowReader = async (file, sink) => (await import('./read-document.ts')).readYaml(file, sink);

const readers: Record<string, RowReader> = {
  '.csv': csv,
  '.tsv': csv,
  '.jsonl': jsonl,
  '.ndjson': jsonl,
  '.json': json,
  '.yaml': yaml,
  '.yml': yaml,
};

/**
 * Reads golden cases from CSV, JSONL, JSON and YAML files, in the order of the files. No row is ever left out. CSV and JSONL
 * are read row by row, and nothing is held but what is kept of each case; the others are read as a whole.
 *
 * @param files absolute paths.
 * @throws InputError with the problems of every file, each with file, line and field.
 */
export async function loadDataset(files: readonly string[], options: LoadOptions = {}): Promise<Dataset> {
  const { name = nameOf(files), displayPath = (file: string) => file, keep = (item: Case) => item } = options;
  const loading = new Loading(keep);
  const problems: Problem[] = files.length === 0 ? [{ message: 'a dataset without a file' }] : [];
  for (const file of files) problems.push(...(await loading.read(file, displayPath(file))));
  problems.push(...loading.repeated);
  if (problems.length > 0) throw new InputError(problems);
  return { name, digest: loading.digest.value(), cases: loading.cases };
}

/** `triage`, `triage and 2 more` */
function nameOf([first = '', ...others]: readonly string[]): string {
  const name = basename(first, extname(first));
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

/** A dataset as far as it is read. */
class Loading {
  readonly cases: Case[] = [];
  readonly digest = new DatasetDigest();
  readonly #keep: (item: Case) => Case;
  readonly #sharedTags = sharedLists();
  readonly #ids = new CaseIds();
  /** The line of each case; where that is found only when asked, how. */
  readonly #lines = new Uint32List();
  readonly #lineFinders = new Map<number, Line>();
  /** From which case on those of each file are. */
  readonly #files: { file: string; from: number }[] = [];
  readonly #repeats = new ProblemList();

  constructor(keep: (item: Case) => Case) {
    this.#keep = keep;
  }

  /** Cases that stand twice. */
  get repeated(): Problem[] {
    return this.#repeats.shown();
  }

  /** Reads one more file; what is wrong with it is given back. */
  async read(file: string, display: string): Promise<Problem[]> {
    const problems = new ProblemList(display);
    const from = this.#lines.length;
    this.#files.push({ file: display, from });
    const sink: RowSink = {
      row: (row) => this.#take(row, display, problems),
      problem: (problem) => problems.add(problem),
    };
    await readRows(file, sink);
    if (this.#lines.length === from && problems.isEmpty) {
      problems.add({ message: 'holds no case', hint: 'Add at least one row' });
    }
    return problems.shown();
  }

  #take(row: Row, file: string, problems: ProblemList): void {
    const read = caseOfRow(row);
    const { line } = row;
    for (const problem of read.problems)
      problems.add(problemAtLine(lineNumber(line, problem.field), problem));
    const first = this.#ids.add(read.case.id);
    if (first !== undefined) this.#repeats.add(repeatProblem(read, { file, line }, this.#sourceOf(first)));
    if (typeof line === 'function') this.#lineFinders.set(this.#lines.length, line);
    this.#lines.push(typeof line === 'number' ? line : 0);
    read.case.tags = this.#sharedTags(read.case.tags);
    this.digest.add(read.case);
    const kept = this.#keep(read.case);
    if (kept === read.case) rememberSource(kept, { file, line });
    this.cases.push(kept);
  }

  #sourceOf(place: number): CaseSource {
    const { file = '' } = this.#files.findLast(({ from }) => from <= place) ?? {};
    return { file, line: this.#lineFinders.get(place) ?? this.#lines.at(place) };
  }
}

async function readRows(file: string, sink: RowSink): Promise<void> {
  const read = readers[extname(file).toLowerCase()];
  if (read === undefined) {
    const expected = `a file that ends in ${Object.keys(readers).join(', ')}`;
    sink.problem({ message: 'is no kind of dataset that can be read', expected });
    return;
  }
  try {
    await read(file, sink);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    sink.problem(error.problem);
  }
}

function repeatProblem(
  { case: { id }, derivedId }: ReadCase,
  source: CaseSource,
  first: CaseSource,
): Problem {
  const there = placeOf(first);
  const elsewhere = there.file === source.file ? '' : `${there.file}`;
  const place = [elsewhere, there.line === undefined ? '' : `line ${there.line}`].filter(Boolean).join(', ');
  const words = derivedId
    ? { message: `is a duplicate of the case at ${place}`, hint: 'Remove one, or give each an id' }
    : { field: 'id', message: `duplicate id "${id}", which the case at ${place} has too` };
  return { ...placeOf(source, derivedId ? undefined : 'id'), ...words };
}
