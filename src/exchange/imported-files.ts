import { stringify } from 'yaml';
import type { PromptFile } from '../core/prompt.ts';
import { parsePromptFile } from '../prompts/parse-prompt-file.ts';
import { configEntry, configText, importLine } from '../starter/config-text.ts';
import { exampleRow, type StarterFile, usualEvaluators } from '../starter/starter-files.ts';
import type { Imported } from './imported.ts';

export interface ImportedFiles {
  /** Without a config. */
  files: StarterFile[];
  config: StarterFile;
  /** For a config that is there already: what it must import, and the lines of the prompt. */
  entry: { imports: string; lines: string };
  isDatasetEmpty: boolean;
}

/** The prompt and its variants. */
export function promptFiles({ name, prompts }: Pick<Imported, 'name' | 'prompts'>): StarterFile[] {
  return prompts.map(({ variant, source }) => ({
    path: `prompts/${name}${variant === null ? '' : `.${variant}`}.prompt.yml`,
    text: stringify(source, { lineWidth: 0 }),
  }));
}

/**
 * What is written for a prompt of another format.
 *
 * @throws InputError where what came of it is no prompt; it names file and field.
 */
export function importedFiles(imported: Imported): ImportedFiles {
  const { name } = imported;
  const written = promptFiles(imported);
  const [draft] = written.map(({ path, text }): PromptFile => parsePromptFile(text, path).prompt);
  const isDatasetEmpty = imported.rows.length === 0;
  const rows = isDatasetEmpty && draft ? [exampleRow(draft)] : imported.rows;
  const dataset = `datasets/${name}.jsonl`;
  const evaluators =
    imported.evaluators.length > 0 || draft === undefined
      ? imported.evaluators
      : usualEvaluators(draft, rows);
  const entry = { name, dataset, cases: rows.length, evaluators, gates: imported.gates };
  return {
    files: [...written, { path: dataset, text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') }],
    config: { path: 'prompteval.config.ts', text: configText(entry) },
    entry: { imports: importLine(entry), lines: configEntry(entry) },
    isDatasetEmpty,
  };
}
