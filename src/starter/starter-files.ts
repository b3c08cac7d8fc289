import { basename } from 'node:path';
import { InputError } from '../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { PromptFile, Variable } from '../core/prompt.ts';
import { parsePromptFile } from '../prompts/parse-prompt-file.ts';
import { readYamlFile } from '../schema/yaml-file.ts';
import { configText } from './config-text.ts';
import { type EvaluatorCode, readGithubTests } from './github-tests.ts';

/** A file of a new project; its path is relative to the project, with `/`. */
export interface StarterFile {
  path: string;
  text: string;
}

export interface Starter {
  prompt: string;
  files: StarterFile[];
  /** What the source holds and the project does not, each in a sentence. */
  lost: string[];
  /** Whether the dataset is a row to be replaced. */
  isDatasetEmpty: boolean;
}

export interface PromptSource {
  /** As it was named; messages name it so. */
  path: string;
  text: string;
  /** Its path inside the project, where it is there already; it is not copied then. */
  inside?: string | undefined;
  /** For a text that names no model. */
  model: string;
}

/**
 * A project around a prompt that exists: a `.prompt.yml` with its test data, or any other text as one user message.
 *
 * @throws InputError for a `.prompt.yml` with mistakes.
 */
export function startFromPrompt(source: PromptSource): Starter {
  const name = promptName(source);
  const isYaml = /\.ya?ml$/i.test(source.path);
  const text = isYaml ? source.text : promptText(name, source);
  const prompt = isYaml ? parsePromptFile(text, source.path).prompt : parseText(text, source.path);
  const { value } = readYamlFile(text);
  const tests = readGithubTests(isJsonObject(value) ? value : {});
  const isDatasetEmpty = tests.rows.length === 0;
  const rows = isDatasetEmpty ? [exampleRow(prompt)] : tests.rows;
  const usual = `prompts/${name}.prompt.yml`;
  const file = isYaml ? (source.inside ?? usual) : usual;
  const dataset = `datasets/${name}.jsonl`;
  const evaluators = [...(tests.evaluators.length > 0 ? tests.evaluators : usualEvaluators(prompt, rows))];
  const config = { name, dataset, cases: rows.length, evaluators, ...(file !== usual && { file }) };
  return {
    prompt: name,
    files: [
      { path: 'prompteval.config.ts', text: configText(config) },
      ...(file === source.inside ? [] : [{ path: usual, text }]),
      { path: dataset, text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') },
    ],
    lost: tests.lost,
    isDatasetEmpty,
  };
}

/** Of the file's name, because that is what a path and a ref can hold. */
function promptName({ path }: PromptSource): string {
  const bare = basename(path).replace(/(\.prompt)?\.(ya?ml|txt|md)$/i, '');
  const name = bare
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'prompt' : name;
}

/** How many lines stand above the text. */
const linesAbove = 6;

function promptText(name: string, { text, model }: PromptSource): string {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  // The 2 says how far the block is indented, so that a text may begin with a space.
  const block = lines.map((line) => (line === '' ? '' : `      ${line}`)).join('\n');
  return `name: ${name}
model: ${/[^\w./@-]/.test(model) ? JSON.stringify(model) : model}
modelParameters: {temperature: 0}
messages:
  - role: user
    content: |2
${block}
`;
}

/** What is wrong is said of the text, which is all that its author wrote, or of the model. */
function parseText(text: string, path: string): PromptFile {
  try {
    return parsePromptFile(text, path).prompt;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map(({ file: _, field, line = 0, ...words }) => {
        if (field === 'model') return { field: '--model', ...words };
        return { file: path, ...(line > linesAbove && { line: line - linesAbove }), ...words };
      }),
    );
  }
}

/** A picture has none: it has to be there. */
const exampleValues: Record<Variable['type'], Json> = {
  string: 'Replace me',
  number: 0,
  boolean: false,
  json: 'Replace me',
  messages: [],
  image: null,
};

/** A row to be replaced, for a prompt without test data. */
export function exampleRow(prompt: PromptFile): JsonObject {
  const variables = Object.entries(prompt['x-prompteval'].variables).map(([name, { type }]) => [
    name,
    exampleValues[type],
  ]);
  return { id: 'example-1', ...Object.fromEntries(variables), expected: 'Replace me' };
}

/** What can be measured of any answer to a prompt. */
export function usualEvaluators(prompt: PromptFile, rows: readonly JsonObject[]): EvaluatorCode[] {
  const schema: EvaluatorCode[] =
    prompt.jsonSchema === undefined ? [] : [{ name: 'jsonSchema', metric: 'schema', code: 'jsonSchema()' }];
  if (rows.every((row) => row.expected !== undefined)) {
    return [{ name: 'contains', metric: 'quality', code: "contains({ metric: 'quality' })" }, ...schema];
  }
  const answered = "matches({ metric: 'answered', pattern: /\\S/ })";
  return schema.length > 0 ? schema : [{ name: 'matches', metric: 'answered', code: answered }];
}
