import { basename, extname } from 'node:path';
import type { Case, Dataset } from '../core/case.ts';
import { digestOf } from '../core/digest.ts';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { caseOfRow } from './case-of-row.ts';
import { rememberSource, sourceOf } from './case-source.ts';
import { UnreadableFile } from './read-text.ts';
import { type FileRows, problemAtLine } from './rows.ts';

export interface LoadOptions {
  /** Default: the first file's name without its extension, and how many more there are. */
  name?: string;
  /** How messages name a file; default: as it was given. */
  displayPath?: (file: string) => string;
}

type Reader = (file: string) => Promise<FileRows>;

/** Loaded when a file asks for them: each brings a parser along. */
const csv: Reader = async (file) => (await import('./read-csv.ts')).readCsv(file);
const jsonl: Reader = async (file) => (await import('./read-jsonl.ts')).readJsonl(file);
const json: Reader = async (file) => (await import('./read-document.ts')).readJson(file);
const yaml: Reader = async (file) => (await import('./read-document.ts')).readYaml(file);

const readers: Record<string, Reader> = {
  '.csv': csv,
  '.tsv': csv,
  '.jsonl': jsonl,
  '.ndjson': jsonl,
  '.json': json,
  '.yaml': yaml,
  '.yml': yaml,
};

/** So many lines that are wrong in one way say no more than this. */
const mostProblemsOfOneFile = 50;

/**
 * Reads golden cases from CSV, JSONL, JSON and YAML files, in the order of the files. No row is ever left out.
 *
 * @param files absolute paths.
 * @throws InputError with the problems of every file, each with file, line and field.
 */
export async function loadDataset(files: readonly string[], options: LoadOptions = {}): Promise<Dataset> {
  const display = options.displayPath ?? ((file: string) => file);
  const loaded = await Promise.all(files.map((file) => loadFile(file, display(file))));
  const cases = loaded.flatMap((file) => file.cases);
  const problems = [
    ...(files.length === 0 ? [{ message: 'a dataset without a file' }] : []),
    ...loaded.flatMap((file) => limited(file.problems)),
    ...repeatedIds(loaded.flatMap((file) => file.ids)),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return { name: options.name ?? nameOf(files), digest: datasetDigest(cases), cases };
}

/** `triage`, `triage and 2 more` */
function nameOf([first = '', ...others]: readonly string[]): string {
  const name = basename(first, extname(first));
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

interface LoadedFile {
  cases: Case[];
  ids: { case: Case; derived: boolean }[];
  problems: Problem[];
}

async function loadFile(file: string, display: string): Promise<LoadedFile> {
  const { rows, problems } = await readRows(file);
  const loaded: LoadedFile = {
    cases: [],
    ids: [],
    problems: problems.map((problem) => ({ file: display, ...problem })),
  };
  for (const row of rows) {
    const read = caseOfRow(row);
    rememberSource(read.case, { file: display, line: row.line });
    loaded.cases.push(read.case);
    loaded.ids.push({ case: read.case, derived: read.derivedId });
    loaded.problems.push(
      ...read.problems.map((problem) => ({ file: display, ...problemAtLine(row.line(), problem) })),
    );
  }
  if (rows.length === 0 && problems.length === 0) {
    loaded.problems.push({ file: display, message: 'holds no case', hint: 'Add at least one row' });
  }
  loaded.problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return loaded;
}

async function readRows(file: string): Promise<FileRows> {
  const read = readers[extname(file).toLowerCase()];
  if (read === undefined) {
    const expected = `a file that ends in ${Object.keys(readers).join(', ')}`;
    return { rows: [], problems: [{ message: 'is no kind of dataset that can be read', expected }] };
  }
  try {
    return await read(file);
  } catch (error) {
    if (error instanceof UnreadableFile) return { rows: [], problems: [error.problem] };
    throw error;
  }
}

function limited(problems: Problem[]): Problem[] {
  const rest = problems.slice(mostProblemsOfOneFile);
  const file = rest[0]?.file;
  if (file === undefined) return problems;
  return [...problems.slice(0, mostProblemsOfOneFile), { file, message: `and ${rest.length} more problems` }];
}

function repeatedIds(ids: readonly LoadedFile['ids'][number][]): Problem[] {
  const seen = new Map<string, Case>();
  return ids.flatMap(({ case: repeated, derived }) => {
    const first = seen.get(repeated.id);
    if (first === undefined) seen.set(repeated.id, repeated);
    return first === undefined ? [] : [repeatProblem(first, repeated, derived)];
  });
}

function repeatProblem(first: Case, repeated: Case, derived: boolean): Problem {
  const here = sourceOf(repeated);
  const there = sourceOf(first);
  const elsewhere = there.file === here.file ? '' : `${there.file}`;
  const place = [elsewhere, there.line === undefined ? '' : `line ${there.line}`].filter(Boolean).join(', ');
  const words = derived
    ? { message: `is a duplicate of the case at ${place}`, hint: 'Remove one, or give each an id' }
    : { field: 'id', message: `duplicate id "${repeated.id}", which the case at ${place} has too` };
  return { ...here, ...words };
}

/** Over everything that can change a score, and the order of the cases. */
/** Over everything that can change a score. */
export function datasetDigest(cases: readonly Case[]): string {
  return digestOf(
    cases.map(({ id, variables, expected, tags, critical, split }) => ({
      id,
      variables,
      expected,
      tags,
      critical,
      split,
    })),
  );
}
