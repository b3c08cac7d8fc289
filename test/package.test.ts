import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, resolveImport } from './support/import-graph.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const {
  exports: entries,
  imports,
}: { exports: Record<string, unknown>; imports: Record<string, Record<string, string>> } = JSON.parse(
  readFileSync(`${root}package.json`, 'utf8'),
);

/** What `npm pack` would take. */
const packed = new Set<string>(
  JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ).flatMap(({ files }: { files: { path: string }[] }) => files.map(({ path }) => path)),
);

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
    expect(loaded.filter((file) => !packed.has(file))).toEqual([]);
  });

  it('has types only from folders that an entry reaches', () => {
    const reached = exported.flatMap((entry) => [...loadedWith(entry)]).map((file) => dirname(file));
    const folders = [...packed].filter((file) => file.endsWith('.d.ts')).map((file) => dirname(file));
    expect([...new Set(folders)].filter((folder) => !reached.includes(folder))).toEqual([]);
  });

  it('has what stands for a folder, on Node and elsewhere', () => {
    const files = Object.values(imports['#node-folder'] ?? {}).map((file) => file.slice('./'.length));
    expect(files).toHaveLength(2);
    expect(files.filter((file) => !packed.has(file))).toEqual([]);
  });

  it('has all code of ours once: in the bundle, and what pages and schemas are made of', () => {
    const folders = [...packed].filter((file) => /\.c?js$/.test(file)).map((file) => dirname(file));
    expect([...new Set(folders)].sort()).toEqual([
      'bin',
      'dist/bundle',
      'dist/labelling/client',
      'dist/report/client',
      'dist/schema/built',
    ]);
  });
});
