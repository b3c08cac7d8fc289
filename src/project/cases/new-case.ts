import { join } from 'node:path';
import type { Case, Dataset } from '../../core/case.ts';
import { InputError } from '../../core/errors.ts';
import { parseDocumentExactly } from '../../core/exact-json.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import { readTextFile, unreadReason } from '../../core/read-file.ts';
import { caseOfRow } from '../../datasets/case-of-row.ts';
import { readNumberedJsonLines } from '../../report/json-lines.ts';
import type { Project } from '../opening/open-project.ts';
import { findRun } from '../runs/runs.ts';

/** Where a new case comes from: a case of a stored run, or a JSON file with one row. */
export type CaseSource = { trial: { run: string; case: string } } | { file: string };

/** What is set beside the source. */
export interface CaseChanges {
  id?: string | undefined;
  /** As typed. */
  expected?: string | undefined;
  tags?: readonly string[] | undefined;
  critical?: boolean | undefined;
}

/** @throws InputError where the run has no such case, or the file holds none. */
export async function readSource(project: Project, prompt: string, source: CaseSource): Promise<Case> {
  return 'file' in source ? readCaseFile(project, source.file) : readTrialCase(project, prompt, source.trial);
}

async function readTrialCase(
  project: Project,
  prompt: string,
  trial: { run: string; case: string },
): Promise<Case> {
  const stored = await findRun(project, trial.run, prompt);
  const file = join(stored.path, 'cases.jsonl');
  try {
    for await (const { value } of readNumberedJsonLines(file)) {
      if (!isJsonObject(value) || value.id !== trial.case || !isJsonObject(value.variables)) continue;
      const { variables, images: _, ...fields } = value;
      return readRow(project.display(file), { ...variables, ...fields });
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ file: project.display(file), message: `can't be read: ${String(error)}` });
  }
  throw new InputError({
    field: '--from-trial',
    message: `the run ${stored.id} has no case "${trial.case}"`,
    hint: `Its cases stand in ${project.display(file)}`,
  });
}

async function readCaseFile(project: Project, file: string): Promise<Case> {
  const shown = project.display(file);
  const text = await readTextFile(file).catch((error: unknown) => {
    throw new InputError({ file: shown, message: unreadReason(error) });
  });
  const { value, problems } = parseCase(text.replace(/^\ufeff/, ''), shown);
  if (problems.length > 0) throw new InputError(problems.map((problem) => ({ file: shown, ...problem })));
  const expected = 'one JSON object with the fields of a row: {"id": …, "message": …, "expected": …}';
  if (!isJsonObject(value)) throw new InputError({ file: shown, message: 'is no case', expected });
  return readRow(shown, value);
}

function parseCase(text: string, file: string): ReturnType<typeof parseDocumentExactly> {
  try {
    return parseDocumentExactly(text);
  } catch (error) {
    throw new InputError({ file, message: `is no valid JSON: ${String(error)}` });
  }
}

function readRow(file: string, row: Record<string, Json>): Case {
  const read = caseOfRow({ fields: new Map(Object.entries(row)), line: () => undefined });
  if (read.problems.length > 0) throw new InputError(read.problems.map((problem) => ({ file, ...problem })));
  return read.case;
}

/** The case with what is set beside its source, under an id that the dataset does not have. */
export function withChanges(source: Case, changes: CaseChanges, dataset: Dataset): Case {
  const { id, expected, tags = [], critical = false } = changes;
  const taken = new Set(dataset.cases.map((item) => item.id));
  if (id !== undefined && taken.has(id)) {
    throw new InputError({ field: '--id', message: `${dataset.name} has a case "${id}" already` });
  }
  return {
    ...source,
    id: id ?? freeId(source.id, taken),
    tags: [...new Set([...source.tags, ...tags])],
    critical: source.critical || critical,
    ...(expected !== undefined && { expected: expectedValue(expected, dataset) }),
  };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) {
    if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
  }
}

/** Where the dataset expects only texts it is one; else JSON where it can be read as that. */
function expectedValue(text: string, { cases }: Dataset): Json {
  const known = cases.flatMap((item) => (item.expected === undefined ? [] : [item.expected]));
  if (known.length > 0 && known.every((value) => typeof value === 'string')) return text;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
