import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { resolveImport } from '../support/import-graph.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is loaded with a file before anything is asked of it: static imports of values, and what those import. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(`${root}${file}`, 'utf8');
  for (const [, from = ''] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm)) {
    const target = resolveImport(file, from);
    if (target === undefined) found.add(from);
    else loadedWith(target, found);
  }
  return found;
}

it('asking for the version loads nothing', () => {
  expect([...loadedWith('src/cli/main.ts')]).toEqual(['src/cli/main.ts']);
});

it('asking for help loads the options and commander, but no command and nothing of a project', () => {
  const loaded = [...loadedWith('src/cli/run-program.ts')];
  expect(loaded).toContain('src/cli/program.ts');
  const allowed =
    /^(src\/cli\/(groups\/)?[^/]+|src\/core\/[^/]+|src\/project\/opening\/tool-version\.ts|src\/prompts\/ref\.ts|src\/config\/quantities\.ts|node:.+|commander)$/;
  expect(loaded.filter((file) => !allowed.test(file))).toEqual([]);
});
