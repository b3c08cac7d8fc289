import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importsOf, resolveImport } from '../support/import-graph.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything that the built client may load. A package, or a file of another room, needs a reason to stand here. */
function graph(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const specifier of importsOf(readFileSync(root + file, 'utf8'))) {
    const target = resolveImport(file, specifier);
    if (target === undefined) found.add(`${file.split('/').at(-1)} → ${specifier}`);
    else graph(target, found);
  }
  return found;
}

it('the built client depends on no package, and on few files', () => {
  const files = [...graph('dist/client/index.js')].map((file) => file.replace(/^dist\//, ''));
  expect(files.filter((file) => !file.startsWith('client/')).sort()).toEqual([
    'core/canonical-json.js',
    'core/error-code.js',
    'core/errors.js',
    'core/json.js',
    'core/problem.js',
    'core/suggest.js',
    'core/text.js',
    'delivery/check-document.js',
    'delivery/paths.js',
    // The only file with imports of Node's, and it is loaded when a folder is first read.
    'node-folder.js → node:fs/promises',
    'node-folder.js → node:path',
    'node-folder.js → node:url',
    'prompts/check-messages.js',
    'prompts/image-entry.js',
    'prompts/prompt-content.js',
    'prompts/read-messages.js',
    'prompts/ref.js',
    'prompts/render.js',
    'prompts/template.js',
    'prompts/value-checks.js',
    'registry/keys.js',
  ]);
});

it('its bundle loads a module of Node only when a folder is first read', () => {
  const files = [...graph('dist/bundle/client.js')];
  const later = files.filter((file) => importsOf(readIfFile(file)).some((name) => name.startsWith('node:')));
  expect(later).toHaveLength(1);
  const [folder = ''] = later;
  expect(folder).toMatch(/^dist\/bundle\/node-folder-\w+\.js$/);
  const importers = files.filter((file) => readIfFile(file).includes(basename(folder)));
  expect(importers).toEqual(['dist/bundle/client.js']);
  expect(readIfFile('dist/bundle/client.js')).toContain(`import("./${basename(folder)}")`);
});

/** What stands in the graph and is no file is a package. */
function readIfFile(file: string): string {
  return file.includes(' → ') ? '' : readFileSync(root + file, 'utf8');
}
