import { type Dirent, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isInside, realPath } from './paths.ts';

/** Packages that are links to folders of the repository itself (workspaces), by their names. */
export type OwnPackages = ReadonlyMap<string, string>;

/** Those of a folder of installed packages; none where there is no such folder. */
export function ownPackages(top: string, modules: string): OwnPackages {
  const found = new Map<string, string>();
  for (const entry of entriesOf(modules)) {
    const scoped = entry.name.startsWith('@') && entry.isDirectory();
    const inside = scoped ? entriesOf(join(modules, entry.name)) : [entry];
    for (const link of inside) {
      if (!link.isSymbolicLink()) continue;
      const name = scoped ? `${entry.name}/${link.name}` : link.name;
      const real = realPath(join(modules, name));
      const isOwn =
        real !== undefined && isInside(top, real) && !relative(top, real).split(sep).includes('node_modules');
      if (isOwn) found.set(name, real);
    }
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
