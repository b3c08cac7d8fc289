import { jsonMistake } from '../core/json-mistake.ts';
import type { Problem } from '../core/problem.ts';
import { readYamlFile } from '../schema/yaml-file.ts';

/** Reads YAML, or JSON, which is YAML too: what is wrong with a file of JSON is said of JSON. Problems carry no file yet. */
export function readData(text: string, path: string): { value: unknown; problems: Problem[] } {
  const { value, problems } = readYamlFile(text);
  const mistake = problems.length > 0 && /\.jsonl?$/i.test(path) ? jsonMistake(text) : undefined;
  if (mistake === undefined) return { value, problems };
  const [{ line } = {}] = problems;
  return {
    value,
    problems: [{ ...(line !== undefined && { line }), message: `is no valid JSON: ${mistake}` }],
  };
}

/** What a program makes when it is asked; every other file is read as it is. */
export function isProgram(path: string): boolean {
  return /\.(?:py|rb|go|php|lua|sh|bash|ps1|bat|exe|[cm]?[jt]sx?)$/i.test(path);
}
