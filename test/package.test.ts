import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, resolveImport } from './support/import-graph.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const { files, exports: entries }: { files: string[]; exports: Record<string, unknown> } = JSON.parse(
  readFileSync(`${root}package.json`, 'utf8'),
);

/** Rooms that only the commands need, which are packed as a bundle. */
const leftOut = files.filter((file) => file.startsWith('!')).map((file) => file.slice(1));

/** Every file that comes with one, for its code or for its types. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const specifier of importsOf(readFileSync(root + file, 'utf8'))) {
    const target = resolveImport(file, specifier);
    if (target !== undefined)
      loadedWith(file.endsWith('.d.ts') ? target.replace(/\.[jt]s$/, '.d.ts') : target, found);
  }
  return found;
}

describe('the packed package', () => {
  const exported = ['.', './client', './testing'].flatMap((name) =>
    Object.values(entries[name] ?? {}).map((file) => String(file).slice('./'.length)),
  );

  it.each(exported)('has all that %s brings along', (entry) => {
    const loaded = [...loadedWith(entry)];
    expect(loaded.length).toBeGreaterThan(1);
    expect(loaded.filter((file) => !existsSync(root + file))).toEqual([]);
    expect(loaded.filter((file) => leftOut.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
  });

  it('leaves out rooms that are there', () => {
    expect(leftOut).not.toEqual([]);
    expect(leftOut.filter((folder) => !existsSync(root + folder))).toEqual([]);
  });
});
