import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { delimiterOf } from '../core/csv-delimiter.ts';
import { InputError } from '../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { readYamlFile } from '../schema/yaml-file.ts';
import type { ReferencedFiles } from './imported.ts';

/** One test as promptfoo has it, with its files read and its lists of values multiplied out. */
export interface PromptfooTest {
  /** `tests[2]` */
  place: string;
  description?: string;
  vars: JsonObject;
  assertions: Json[];
  metadata: JsonObject;
}

/** So many tests may come of the lists in one. */
const mostCombined = 1000;
const understood = ['description', 'vars', 'assert', 'metadata'];

/** Every test of a config, the defaults for all of them not added. */
export async function readTests(
  listed: Json | undefined,
  files: ReferencedFiles,
  lost: string[],
): Promise<PromptfooTest[]> {
  const entries = typeof listed === 'string' ? [listed] : Array.isArray(listed) ? listed : [];
  const tests: PromptfooTest[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = `tests[${index}]`;
    if (typeof entry === 'string') tests.push(...(await readTestFiles(entry, files, lost)));
    else if (isJsonObject(entry)) tests.push(...(await readTest(entry, place, files, lost)));
    else lost.push(`${place}: it is no map`);
  }
  return tests;
}

async function readTestFiles(
  named: string,
  files: ReferencedFiles,
  lost: string[],
): Promise<PromptfooTest[]> {
  const pattern = named.replace(/^file:\/\//, '');
  if (/\.(?:py|[cm]?[jt]s)(?::|$)|^https?:|^huggingface:/.test(pattern)) {
    lost.push(`the tests of ${pattern}: they are made by a program or come from elsewhere`);
    return [];
  }
  const tests: PromptfooTest[] = [];
  const paths = pattern.includes('*') ? await files.list(pattern) : [pattern];
  if (paths.length === 0) lost.push(`the tests of ${pattern}: there is no such file`);
  for (const path of paths) {
    const read = await files.read(path);
    if ('problem' in read) lost.push(`the tests of ${path}: ${read.problem}`);
    else if (/\.csv$/i.test(path)) tests.push(...csvTests(read.text, path, lost));
    else tests.push(...(await listedTests(read.text, path, files, lost)));
  }
  return tests;
}

async function listedTests(text: string, path: string, files: ReferencedFiles, lost: string[]) {
  const isLines = /\.jsonl$/i.test(path);
  const value: unknown = isLines
    ? text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readListed(line, path, index)]))
    : readListed(text, path);
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  const tests: PromptfooTest[] = [];
  for (const [index, entry] of entries.entries()) {
    if (isJsonObject(entry)) tests.push(...(await readTest(entry, `${path}[${index}]`, files, lost)));
    else lost.push(`${path}[${index}]: it is no test`);
  }
  return tests;
}

/** Tests that can't be read are a problem of their file: a few of them would be fewer than there are. */
function readListed(text: string, path: string, linesBefore = 0): unknown {
  const { value, problems } = readYamlFile(text);
  if (problems.length === 0) return value;
  throw new InputError(
    problems.map((problem) => ({ ...problem, file: path, line: linesBefore + (problem.line ?? 1) })),
  );
}

async function readTest(
  test: JsonObject,
  place: string,
  files: ReferencedFiles,
  lost: string[],
): Promise<PromptfooTest[]> {
  for (const key of Object.keys(test).filter((name) => !understood.includes(name)))
    lost.push(`${place}.${key}`);
  const { description, metadata } = test;
  const vars = await readVars(test.vars, `${place}.vars`, files, lost);
  return combinations(vars, place, lost).map((combined) => ({
    place,
    ...(typeof description === 'string' && { description }),
    vars: combined,
    assertions: Array.isArray(test.assert) ? test.assert : [],
    metadata: isJsonObject(metadata) ? metadata : {},
  }));
}

/** A value that names a text file is what stands in it, without white space around it. */
export async function readVars(
  given: Json | undefined,
  place: string,
  files: ReferencedFiles,
  lost: string[],
): Promise<JsonObject> {
  const vars: JsonObject = {};
  for (const [name, value] of Object.entries(isJsonObject(given) ? given : {})) {
    if (value === undefined) continue;
    const path = typeof value === 'string' ? /^file:\/\/(.+)$/.exec(value)?.[1] : undefined;
    if (path === undefined) vars[name] = value;
    else if (/\.(?:py|[cm]?[jt]s|png|jpe?g|gif|webp|pdf|wav|mp3|mp4)$/i.test(path))
      lost.push(`${place}.${name}: ${path}`);
    else {
      const read = await files.read(path);
      if ('problem' in read) lost.push(`${place}.${name}: ${path}: ${read.problem}`);
      else vars[name] = /\.(?:ya?ml|json)$/i.test(path) ? asJson(read.text) : read.text.trim();
    }
  }
  return vars;
}

function asJson(text: string): Json {
  const { value } = readYamlFile(text);
  return isJsonObject(value) || Array.isArray(value) ? value : text;
}

/** promptfoo asks once for each entry of a list of texts, and for each pair of entries of two. */
function combinations(vars: JsonObject, place: string, lost: string[]): JsonObject[] {
  let all: JsonObject[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values = Array.isArray(value) && typeof value[0] === 'string' ? value : [value ?? null];
    all = all.flatMap((before) => values.map((each) => ({ ...before, [name]: each })));
    if (all.length > mostCombined) {
      lost.push(
        `${place}: more than ${mostCombined} combinations of its lists; the first ${mostCombined} are taken`,
      );
      all = all.slice(0, mostCombined);
    }
  }
  return all;
}

/** promptfoo's columns: variables, and `__expected` with what an assertion says in short. */
function csvTests(text: string, path: string, lost: string[]): PromptfooTest[] {
  const rows = csvRows(text, path);
  const ignored = new Set<string>();
  const tests = rows.map((row, index) => {
    const vars: JsonObject = {};
    const assertions: Json[] = [];
    let description: string | undefined;
    const metadata: JsonObject = {};
    for (const [column, value] of Object.entries(row)) {
      if (/^__expected\d*$/.test(column))
        assertions.push(...(value.trim() === '' ? [] : [shortAssertion(value)]));
      else if (column === '__description') description = value;
      else if (column.startsWith('__metadata:')) metadata[column.slice('__metadata:'.length)] = value;
      else if (column.startsWith('__')) ignored.add(column);
      else vars[column] = value;
    }
    return {
      place: `${path} row ${index + 2}`,
      ...(description && { description }),
      vars,
      assertions,
      metadata,
    };
  });
  for (const column of ignored) lost.push(`the column ${column} of ${path}`);
  return tests;
}

function csvRows(text: string, path: string): Record<string, string>[] {
  try {
    return parseCsv(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      delimiter: delimiterOf(text),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError({
      file: path,
      ...(typeof error.lines === 'number' && { line: error.lines }),
      message: /QUOTE/.test(error.code) ? 'has a quote that does not enclose a whole cell' : error.message,
      hint: 'Quote the whole cell, and write a quote inside it twice: ""',
    });
  }
}

/** `contains: x`, `similar(0.8): x`, `is-json`, or the answer itself. */
function shortAssertion(text: string): Json {
  const [, type, threshold, value] =
    /^((?:not-)?[a-z]+(?:-[a-z]+)*)(?:\(([\d.]+)\))?:\s*([\s\S]*)$/.exec(text) ?? [];
  if (type === undefined)
    return /^(?:not-)?is-[a-z-]+$/.test(text) ? { type: text } : { type: 'equals', value: text };
  const full = { fn: 'javascript', eval: 'javascript', grade: 'llm-rubric' }[type] ?? type;
  return { type: full, value: value ?? '', ...(threshold !== undefined && { threshold: Number(threshold) }) };
}
