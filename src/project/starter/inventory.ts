import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { looksLikePrompt } from '../../starter/looks-like-prompt.ts';
import { sourceExtensions, stringLiterals } from '../../starter/string-literals.ts';

export interface FoundPrompt {
  /** Relative to the folder. */
  file: string;
  line: number;
  text: string;
}

/** Generated or somebody else's. */
const leftOut = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'target',
  'vendor',
  'venv',
  '__pycache__',
  'coverage',
]);
/** What is longer was hardly written by a person. */
const longestFile = 1_000_000;

/**
 * The texts in a folder's source code that look like prompts, by file and line. Links are not followed, and hidden,
 * generated and installed folders are left out.
 *
 * @throws InputError where the folder is none.
 */
export async function findHardcodedPrompts(
  folder: string,
): Promise<{ prompts: FoundPrompt[]; files: number }> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new InputError({
      field: '--inventory',
      message: `${folder} is no folder`,
      expected: 'a folder with source code',
    });
  }
  const prompts: FoundPrompt[] = [];
  let files = 0;
  for await (const path of sourceFiles(folder)) {
    files++;
    const literals = stringLiterals(await readFile(path, 'utf8'), extname(path).slice(1));
    const file = relative(folder, path);
    prompts.push(...literals.filter(looksLikePrompt).map(({ line, text }) => ({ file, line, text })));
  }
  return { prompts, files };
}

async function* sourceFiles(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !leftOut.has(entry.name)) yield* sourceFiles(path);
    } else if (entry.isFile() && sourceExtensions.includes(extname(entry.name).slice(1))) {
      if ((await stat(path)).size <= longestFile) yield path;
    }
  }
}
