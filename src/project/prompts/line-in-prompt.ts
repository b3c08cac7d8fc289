import { readFileSync } from 'node:fs';
import { readYamlFile } from '../../schema/yaml-file.ts';

/** Where a field stands in a prompt file, or what would hold it. */
export function lineInPrompt(file: string, path: readonly string[]): number {
  return readYamlFile(readFileSync(file, 'utf8')).positions.lineOf(path);
}
