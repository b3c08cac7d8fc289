import { randomBytes } from 'node:crypto';
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Case, Dataset } from '../../core/case.ts';
import { canonicalJson } from '../../core/digest.ts';
import { ConflictError, InputError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { appendCase } from '../../datasets/append-case.ts';
import { loadDataset } from '../../datasets/load-dataset.ts';
import type { NewRow } from '../../datasets/new-row.ts';
import type { Project } from '../opening/open-project.ts';
import { loadDraft } from '../prompts/arms.ts';
import { configProblems, renderProblems } from './case-problems.ts';
import { loadPromptDataset } from './cases.ts';
import { type CaseChanges, type CaseSource, readSource, withChanges } from './new-case.ts';

export interface AddedCase {
  /** Absolute. */
  file: string;
  case: Case;
  /** Fields of the source that the file has no column for. */
  leftOut: string[];
  /** Cases that were there with the same variables. */
  alike: string[];
}

export interface NewCase extends CaseChanges {
  source: CaseSource;
  /** The dataset's file to write to, absolute; default: the prompt's first. */
  file?: string | undefined;
}

/**
 * Appends one case to a prompt's dataset. What would come of it is read back and checked first; a dataset that would be
 * invalid, or in which any other case changed, is never written.
 *
 * @throws InputError with everything that is wrong.
 */
export async function addCase(
  project: Project,
  prompt: ResolvedPrompt,
  request: NewCase,
): Promise<AddedCase> {
  const before = await loadPromptDataset(project, prompt);
  const draft = await loadDraft(project, prompt);
  const source = await readSource(project, prompt.name, request.source);
  const added = withChanges(source, request, before);
  requireValues(added, draft);
  const file = await realpath(chooseFile(project, prompt, request.file));
  const bytes = await readFile(file);
  const { text, leftOut } = await append(project, file, bytes.toString('utf8'), added);
  requireHeld(project, file, leftOut, request, draft);

  const temporary = join(
    dirname(file),
    `.${basename(file)}.${randomBytes(6).toString('hex')}${extname(file)}`,
  );
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await chmod(temporary, (await stat(file)).mode);
    const after = await loadAfter(project, prompt, file, temporary);
    const stored = newCaseOf(before, after);
    requireValid(project, prompt, draft, after);
    if (!bytes.equals(await readFile(file))) {
      throw new ConflictError(`${project.display(file)} was changed meanwhile; nothing was added`);
    }
    await rename(temporary, file);
    return { file, case: stored, leftOut, alike: alike(before, stored) };
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Before it is written: in a CSV a value that is not there could not be told from an empty text. */
function requireValues(
  { id, variables }: Case,
  { name, 'x-prompteval': { variables: declared } }: PromptFile,
): void {
  const problems = Object.entries(declared)
    .filter(([variable, { required }]) => required && !Object.hasOwn(variables, variable))
    .map(([variable]) => ({
      field: variable,
      message: `the case "${id}" has no value for {{${variable}}}, which the prompt "${name}" needs`,
    }));
  if (problems.length > 0) throw new InputError(problems);
}

function chooseFile(
  project: Project,
  { name, datasets }: ResolvedPrompt,
  wanted: string | undefined,
): string {
  const found = wanted === undefined ? datasets[0] : datasets.find((file) => file === wanted);
  if (found !== undefined) return found;
  const expected = datasets.map((file) => project.display(file)).join(', ');
  throw new InputError({ field: '--dataset', message: `is no dataset of ${name}`, expected });
}

async function append(project: Project, file: string, text: string, added: Case) {
  try {
    return await appendCase(file, text, rowOf(added));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((problem) => ({ file: project.display(file), ...problem })));
  }
}

/** As a file has it, without the fields that say nothing. */
function rowOf({ id, variables, expected, tags, critical, split, notes }: Case): NewRow {
  const row = new Map<string, Json>([['id', id], ...Object.entries(variables)]);
  if (expected !== undefined) row.set('expected', expected);
  if (tags.length > 0) row.set('tags', tags);
  if (critical) row.set('critical', true);
  if (split !== null) row.set('split', split);
  if (notes !== undefined) row.set('notes', notes);
  return row;
}

/** What was asked for, or what the prompt reads, must not be dropped for want of a column. */
function requireHeld(
  project: Project,
  file: string,
  leftOut: readonly string[],
  { id, expected, tags, critical }: CaseChanges,
  draft: PromptFile,
): void {
  const needed = new Set([
    ...Object.keys(draft['x-prompteval'].variables),
    ...(id === undefined ? [] : ['id']),
    ...(expected === undefined ? [] : ['expected']),
    ...(tags?.length ? ['tags'] : []),
    ...(critical ? ['critical'] : []),
  ]);
  const problems = leftOut
    .filter((name) => needed.has(name))
    .map((name) => ({
      file: project.display(file),
      field: name,
      message: `there is no column "${name}"`,
      hint: 'Add it to the header line, and an empty cell to every row',
    }));
  if (problems.length > 0) throw new InputError(problems);
}

async function loadAfter(
  project: Project,
  { datasets }: ResolvedPrompt,
  file: string,
  temporary: string,
): Promise<Dataset> {
  const real = await Promise.all(datasets.map((path) => realpath(path)));
  const files = real.map((path) => (path === file ? temporary : path));
  return loadDataset(files, { displayPath: (path) => project.display(path === temporary ? file : path) });
}

/** @throws InputError where the file is written in a way that this could not follow. */
function newCaseOf(before: Dataset, after: Dataset): Case {
  const texts = before.cases.map(canonicalJson);
  const place = after.cases.findIndex((item, index) => canonicalJson(item) !== texts[index]);
  const added = after.cases[place];
  const others = after.cases.filter((_, index) => index !== place).map(canonicalJson);
  if (added !== undefined && others.join('\n') === texts.join('\n')) return added;
  throw new InputError({
    message: `a case can't be added to ${before.name} without changing others`,
    hint: 'Add it by hand; nothing was written',
  });
}

function requireValid(project: Project, prompt: ResolvedPrompt, draft: PromptFile, after: Dataset): void {
  const problems = [...renderProblems(after, draft), ...configProblems(project, prompt, draft, after)];
  if (problems.length > 0) throw new InputError(problems);
}

function alike({ cases }: Dataset, { variables }: Case): string[] {
  const text = canonicalJson(variables);
  return cases.filter((item) => canonicalJson(item.variables) === text).map((item) => item.id);
}
