import { readFileSync } from 'node:fs';
import { locateField } from '../../config/locate.ts';
import type { ResolvedConfig } from '../../config/resolved-config.ts';

/** The line of a field of the config, or of what comes nearest to it; ready to be spread into a Problem. */
export function lineInConfig(
  { file }: Pick<ResolvedConfig, 'file'>,
  path: readonly (string | number)[],
): { line?: number } {
  const line = locateField(sourceOf(file), path);
  return line === undefined ? {} : { line };
}

function sourceOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It is gone since it was loaded; what is said of it stands without a line.
    return '';
  }
}
