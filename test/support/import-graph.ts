import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative, sep } from 'node:path';

/** Texts of files by their path from the repository's root, with `/`. */
export type Files = Record<string, string>;

/** Every `.ts` and `.tsx` file below a folder. */
export function readFiles(root: string, folder: string): Files {
  const entries = readdirSync(`${root}/${folder}`, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile() && /\.(m?ts|tsx)$/.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

const statements = [
  /^[ \t]*(?:import|export)\b[^'"();=]*?\bfrom\s*['"](?<from>[^'"]+)['"]/gm,
  /^[ \t]*import\s*['"](?<from>[^'"]+)['"]/gm,
  /\bimport\s*\(\s*['"](?<from>[^'"]+)['"]\s*\)/g,
];

/** What a file imports, as written: static, re-exported, dynamic and type imports alike. */
export function importsOf(text: string): string[] {
  const found = statements.flatMap((statement) => [...text.matchAll(statement)]);
  return found.flatMap((match) => match.groups?.from ?? []);
}

/** A relative import as a path from the root; undefined for packages. */
export function resolveImport(file: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
}

/** Which room may import which others; a room may always import itself. `everything` may import all of them. */
export type Rules = Record<string, readonly string[] | 'everything'>;

/** Of the house `src/`, `src/core/json.ts` is in the room `core`, and `src/index.ts` in a room of its own. */
function roomOf(path: string, house: string): string | undefined {
  return path.startsWith(house) ? path.slice(house.length).split('/')[0] : undefined;
}

/**
 * Every import between the rooms of a house that goes in a direction which the rules do not have, and every room without
 * a rule. A house is a folder, ending in `/`; what its files import from outside it is not looked at.
 */
export function findWrongDirections(files: Files, rules: Rules, house = 'src/'): string[] {
  const inside = Object.entries(files).filter(([file]) => file.startsWith(house));
  return inside.flatMap(([file, text]) => {
    const room = roomOf(file, house) ?? '';
    const allowed = Object.hasOwn(rules, room) ? rules[room] : undefined;
    if (allowed === undefined) return [`${file} is in a room that has no rule`];
    if (allowed === 'everything') return [];
    return relativeImports(file, text)
      .filter((target) => target.startsWith(house))
      .filter((target) => roomOf(target, house) !== room && !allowed.includes(roomOf(target, house) ?? ''))
      .map((target) => `${file} imports ${target}`);
  });
}

/** Every folder that has more files directly in it than `most`. */
export function findCrowdedFolders(files: Files, most: number): string[] {
  const counts = new Map<string, number>();
  for (const file of Object.keys(files)) {
    const folder = posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => (count > most ? `${folder} has ${count} files` : []));
}

/** Every import of the files below `folder` that is not in `allowed`: paths of files, of folders (ending in `/`), and packages. */
export function findImportsBeyond(files: Files, folder: string, allowed: readonly string[]): string[] {
  const isAllowed = (target: string) =>
    allowed.some((entry) => (entry.endsWith('/') ? target.startsWith(entry) : target === entry));
  return Object.entries(files)
    .filter(([file]) => file.startsWith(folder))
    .flatMap(([file, text]) =>
      importsOf(text)
        .map((specifier) => resolveImport(file, specifier) ?? specifier)
        .filter((target) => !target.startsWith(folder) && !isAllowed(target))
        .map((target) => `${file} imports ${target}`),
    );
}

/** Imports of a user's own files that reach into the source instead of the package. */
export function findReachesIntoSource(files: Files): string[] {
  return Object.entries(files).flatMap(([file, text]) =>
    importsOf(text)
      .filter((specifier) => /^(src|dist)\//.test(resolveImport(file, specifier) ?? specifier))
      .map((specifier) => `${file} imports ${specifier}`),
  );
}

/** Each cycle once, as `a → b → a`. Type imports count: they tie files together for a reader just the same. */
export function findCycles(files: Files): string[] {
  const done = new Set<string>();
  const trail: string[] = [];
  const cycles: string[] = [];
  const visit = (file: string): void => {
    const start = trail.indexOf(file);
    if (start >= 0) cycles.push([...trail.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    trail.push(file);
    for (const target of relativeImports(file, files[file] ?? '')) if (target in files) visit(target);
    trail.pop();
    done.add(file);
  };
  for (const file of Object.keys(files)) visit(file);
  return cycles;
}

function relativeImports(file: string, text: string): string[] {
  return importsOf(text).flatMap((specifier) => resolveImport(file, specifier) ?? []);
}
