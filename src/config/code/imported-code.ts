import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { digestBytes } from '../../core/digest.ts';
import { importCandidates, isFile } from './checkout.ts';
import { isInstalled, realPath } from './paths.ts';
import { isCode } from './search-code.ts';

/** `from './a.ts'`, `import './a.ts'`, `import('./a.ts')`, `require('./a')`; no package, as those are installed. */
const importing = /\b(?:from|import|require)\s*\(?\s*(['"`])(\.{1,2}(?:\/[^'"`\n]*)?)\1/g;

/** `import type { A } from './a.ts'`, `export type * from './a.ts'` */
const importingTypes =
  /\b(?:import|export)\s+type(?:\s+[\w$]+|\s*\{[^{}'"`]*\}|\s*\*(?:\s*as\s+[\w$]+)?)\s*\bfrom\s*(['"])[^'"\n]*\1/g;

/**
 * The digests of files and of all that they import by a path, and that imports, by their real paths. What code names or reads
 * otherwise is not in it: a run may write such a file itself.
 */
export async function importedCode(files: Iterable<string>): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const path = realPath(file);
    if (path === undefined || digests.has(path) || isInstalled(path)) continue;
    const bytes = await readFile(path);
    const code = isCode(path) ? comparable(bytes.toString('utf8')) : undefined;
    digests.set(path, digestBytes(code ?? bytes));
    if (code !== undefined) waiting.push(...importsOf(dirname(path), code));
  }
  return digests;
}

/** With line ends as git may have changed them: no code runs otherwise for these. */
export function comparable(source: string): string {
  return source.replaceAll('\r\n', '\n');
}

/** Types are gone before anything is loaded. */
export function withoutTypeImports(source: string): string {
  return source.replace(importingTypes, '');
}

/** The files that code in a folder imports by a path. */
export function importsOf(folder: string, source: string): string[] {
  return [...withoutTypeImports(source).matchAll(importing)].flatMap(([, , path = '']) =>
    filesAt(folder, path),
  );
}

/** Those that a path may mean where it is imported. */
export function filesAt(folder: string, path: string): string[] {
  const [plain = ''] = path.split(/[?#]/, 1);
  return importCandidates(folder, plain).filter(isFile);
}
