import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a package.json says; nothing where it can't be read, undefined where there is none. */
export function readManifest(file: string): Record<string, unknown> | undefined {
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}

/** What Node takes the .js files of a folder for, as the nearest package.json says it. */
export function packageType(folder: string): 'module' | 'commonjs' {
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest !== undefined) return manifest.type === 'module' ? 'module' : 'commonjs';
  return folder === dirname(folder) ? 'commonjs' : packageType(dirname(folder));
}
