import { InputError } from '../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { readYamlFile } from '../schema/yaml-file.ts';
import type { ReferencedFiles } from './imported.ts';
import { placeAssertions, withFiles } from './promptfoo-assertion-files.ts';
import { csvTests } from './promptfoo-csv.ts';
import type { PromptfooTest } from './promptfoo-test.ts';
import { readData } from './read-data.ts';

/** So many tests may come of the lists in one. */
const mostCombined = 1000;
const understood = ['description', 'vars', 'assert', 'metadata'];

/** Every test of a config, the defaults for all of them not added. */
export async function readTests(
  listed: Json | undefined,
  files: ReferencedFiles,
  lost: string[],
): Promise<PromptfooTest[]> {
  if (listed === undefined || listed === null) return [];
  const entries = Array.isArray(listed) ? listed : [listed];
  const tests: PromptfooTest[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = `tests[${index}]`;
    if (typeof entry === 'string') tests.push(...(await readTestFiles(entry, files, lost)));
    else if (isJsonObject(entry) && typeof entry.path === 'string') {
      if (entry.config !== undefined) lost.push(`${place}.config`);
      tests.push(...(await readTestFiles(entry.path, files, lost)));
    } else if (isJsonObject(entry)) tests.push(...(await readTest(entry, place, files, lost)));
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
    else if (/\.csv$/i.test(path))
      for (const test of csvTests(read.text, path, lost))
        tests.push({ ...test, assertions: await withFiles(test.assertions, files) });
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
  const { value, problems } = readData(text, path);
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
  const assertions = await withFiles(placeAssertions(test.assert, place, lost), files);
  return combinations(vars, place, lost).map((combined) => ({
    place,
    ...(typeof description === 'string' && { description }),
    vars: combined,
    assertions,
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
  if (given !== undefined && given !== null && !isJsonObject(given))
    lost.push(`${place}: ${excerpt(JSON.stringify(given), 60)} is no map of values`);
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
